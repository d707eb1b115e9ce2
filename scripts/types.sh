# Make the frontend's types from the API's OpenAPI document; with --check, fail if they are not what is committed.
set -eu
target=frontend/src/wire/schema.ts
.venv/bin/python scripts/openapi.py frontend/openapi/openapi.json
if [ "${1:-}" = "--check" ]; then
  made=../../build/schema.ts
  (cd frontend/openapi && npm run --silent types -- --output "$made" >/dev/null 2>&1)
  cmp -s "$target" build/schema.ts || { echo "$target is not what the API says: run \`make types\`." >&2; exit 1; }
else
  (cd frontend/openapi && npm run --silent types -- --output ../src/wire/schema.ts)
fi
