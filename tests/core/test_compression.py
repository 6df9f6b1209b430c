"""Pages travel compressed, padded so that their length tells less; files and data travel as they are."""

import gzip

from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from core.compression import CompressPagesMiddleware

PAGE = "<p>辅警</p>" * 200


def answered(response, **headers):
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip", **headers})
    return CompressPagesMiddleware(lambda _request: response)(request)


def test_a_page_is_compressed_and_never_twice_of_the_same_length(tmp_path):
    sizes = set()
    for _ in range(30):
        response = answered(HttpResponse(PAGE))
        assert response["Content-Encoding"] == "gzip" and "Accept-Encoding" in response["Vary"]
        assert gzip.decompress(response.content).decode() == PAGE
        sizes.add(len(response.content))
    assert max(sizes) < len(PAGE.encode()) / 4 and len(sizes) > 5


def test_whoever_cannot_unpack_gets_it_plain():
    assert "Content-Encoding" not in answered(HttpResponse(PAGE), **{"accept-encoding": "identity"})


def test_files_and_data_keep_their_length(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"x" * 5000)
    for response in (FileResponse(open(tmp_path / "a.xlsx", "rb")), HttpResponse(PAGE, "application/json")):
        assert "Content-Encoding" not in answered(response)
