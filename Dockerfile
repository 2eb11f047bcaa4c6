# The site in one image. Without DATABASE_URL it keeps its own PostgreSQL in the volume.

FROM python:3.13-slim AS libraries
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/martelo
COPY requirements.lock /tmp/
RUN /opt/martelo/bin/pip install --require-hashes -r /tmp/requirements.lock

FROM python:3.13-slim
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/martelo --create-home martelo
COPY --from=libraries /opt/martelo /opt/martelo
WORKDIR /app
COPY . .
RUN python -m compileall -q .
ENV PATH=/opt/martelo/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    HOST=0.0.0.0 \
    PORT=8080 \
    STATE_DIR=/var/lib/martelo
USER martelo
VOLUME /var/lib/martelo
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=2)"]
CMD ["python", "main.py"]
