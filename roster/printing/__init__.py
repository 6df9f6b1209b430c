"""Papers about one person, for signature and seal: the labour contract, the certificates. Statutory papers are Chinese."""
