# Build: the locked dependencies and the project, in a virtual environment of their own.
# The base tag takes in security updates; add a digest to the name where every build must be the same.
ARG PYTHON=python:3.13-slim-bookworm

FROM ${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/force-profiles
COPY requirements.lock ./
RUN /opt/force-profiles/bin/pip install --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY migrations migrations
RUN /opt/force-profiles/bin/pip install --no-deps . \
    && /opt/force-profiles/bin/pip uninstall --yes pip

# Run: the virtual environment alone, as a user without a name, a home or anything to write to but /data.
FROM ${PYTHON}
COPY --from=build /opt/force-profiles /opt/force-profiles
RUN install --directory --owner=10001 --group=10001 /data
ENV PATH=/opt/force-profiles/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    FORCE_PROFILES_DATABASE_URL=sqlite:////data/force-profiles.sqlite3 \
    TMPDIR=/data
# TMPDIR: an answer of more than a mebibyte waits in a file until it is sent, and the files of /v1/bulk are kept.
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=8s --start-period=30s --retries=3 \
    CMD ["python", "-I", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/ready', timeout=7)"]
ENTRYPOINT ["force-profiles"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
