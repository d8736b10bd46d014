# One image for web and worker:
#   docker run --env-file … IMAGE                          the web app, migrations included
#   docker run --env-file … IMAGE worker                   a worker; start as many as you like

FROM python:3.12-slim-bookworm AS build
WORKDIR /build
COPY requirements.txt requirements-dev.txt ./
RUN python -m venv /opt/opendoor \
    && /opt/opendoor/bin/pip install --no-cache-dir --require-hashes -r requirements.txt \
    && python -m venv /opt/tools \
    && /opt/tools/bin/pip install --no-cache-dir --require-hashes -r requirements-dev.txt
COPY pyproject.toml hatch_build.py README.md ./
COPY migrations migrations
COPY solver solver
COPY src src
RUN /opt/tools/bin/pip wheel --no-cache-dir --no-build-isolation --no-deps --wheel-dir /wheels . \
    && /opt/opendoor/bin/pip install --no-cache-dir --no-deps /wheels/*.whl

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/opendoor opendoor
COPY --from=build /opt/opendoor /opt/opendoor
ENV PATH="/opt/opendoor/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    OPENDOOR_DATA=/var/lib/opendoor/data \
    PORT=8000
USER 10001
WORKDIR /var/lib/opendoor
VOLUME /var/lib/opendoor/data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health\", timeout=4)"]
ENTRYPOINT ["opendoor"]
CMD ["serve", "--no-worker", "--host", "0.0.0.0"]
