# The server as an image. The base is any Debian or image with Python 3.11: docs/operations.md says how one is made.
ARG BASE=docker.io/library/python:3.11-slim-bookworm
FROM ${BASE} AS build
COPY requirements.txt /build/
RUN python3 -m venv /opt/kompass \
    && /opt/kompass/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /build/requirements.txt

FROM ${BASE}
# A user of its own, without a shell; /data is all it writes to, besides /tmp.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin kompass \
    && install -d -o kompass -g kompass -m 0700 /data
COPY --from=build /opt/kompass /opt/kompass
WORKDIR /srv/kompass
COPY dashboard.py pyproject.toml ./
COPY .streamlit .streamlit
COPY data/reference data/reference
COPY data/sample data/sample
COPY maturity maturity
COPY etl etl
COPY web web
COPY pages pages
ENV DIGITALKOMPASS_DATA=/data \
    HOME=/tmp \
    PATH=/opt/kompass/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER kompass
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/readyz', timeout=4)"]
# The address is the container's own: only the proxy beside it is let in, and the gate still demands sign-in.
CMD ["streamlit", "run", "dashboard.py", "--server.address=0.0.0.0", "--server.port=8501"]
