# Print a Python that can make a virtual environment and is new enough; say in one line what is missing if none is.
needed="3.11"
PATH=$(printf %s "$PATH" | sed "s#$PWD/.venv/bin:##")   # not the one that is being made
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
  path=$(command -v "$candidate" 2>/dev/null) || continue
  if "$path" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then
    if "$path" -c "import ensurepip, venv" 2>/dev/null; then
      echo "$path"
      exit 0
    fi
    without_venv="$path"
  fi
done
if [ -n "${without_venv:-}" ]; then
  echo "retrograd: $without_venv cannot make virtual environments; install its venv package (Debian: apt install python3-venv)." >&2
else
  echo "retrograd needs Python $needed or newer, and found none: install it, or name it as PYTHON=/path/to/python3." >&2
fi
exit 1
