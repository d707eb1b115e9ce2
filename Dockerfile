# The page, built where there is Node; of this stage only the built files stay.
FROM node:22-slim AS page
WORKDIR /source
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

# The service, with the page beside it.
FROM python:3.13-slim
WORKDIR /app
COPY requirements/runtime.txt requirements/
RUN python -m pip install --no-cache-dir --require-hashes -r requirements/runtime.txt
COPY pyproject.toml README.md ./
COPY backend/ backend/
RUN python -m pip install --no-cache-dir --no-build-isolation --no-deps .
COPY --from=page /source/dist/ pages/

ENV HOST=0.0.0.0 PORT=8000 RETROGRAD_PAGES=/app/pages PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# A user without a name, a home or any right: nothing here needs one.
USER 65532:65532
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz', timeout=2)"]
CMD ["python", "-m", "retrograd.serve"]
