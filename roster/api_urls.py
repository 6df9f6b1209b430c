"""API addresses of the roster, under /api/v1/."""

from django.urls import path

from roster.api import contracts, people, places

urlpatterns = [
    path("quotas/", places.Quotas.as_view(), name="api-quotas"),
    path("quotas/<int:pk>/", places.QuotaOne.as_view(), name="api-quota"),
    path("posts/", places.Posts.as_view(), name="api-posts"),
    path("posts/<int:pk>/", places.PostOne.as_view(), name="api-post"),
    path("auxiliaries/", people.Auxiliaries.as_view(), name="api-auxiliaries"),
    path("auxiliaries/<int:pk>/", people.AuxiliaryOne.as_view(), name="api-auxiliary"),
    path("postings/", people.Postings.as_view(), name="api-postings"),
    path("contracts/", contracts.Contracts.as_view(), name="api-contracts"),
    path("contracts/<int:pk>/", contracts.ContractOne.as_view(), name="api-contract"),
    path("contracts/<int:pk>/extend/", contracts.ContractExtension.as_view(), name="api-contract-extend"),
    path("contracts/<int:pk>/end/", contracts.ContractEnd.as_view(), name="api-contract-end"),
    path("documents/", people.Documents.as_view(), name="api-documents"),
    path("documents/<int:pk>/", people.DocumentOne.as_view(), name="api-document"),
    path("documents/<int:pk>/content/", people.DocumentContent.as_view(), name="api-document-content"),
]
