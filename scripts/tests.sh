# Run the tests of page and service: those in a browser, which mostly wait, beside all the others.
# PYTHON names the interpreter.
log="$(mktemp)"
trap 'rm -f "$log"' EXIT

"$PYTHON" -m pytest tests/browser >"$log" 2>&1 &
browser=$!
"$PYTHON" -m pytest --ignore tests/browser
others=$?
wait "$browser"
in_browser=$?
cat "$log"
[ "$others" -eq 0 ] && [ "$in_browser" -eq 0 ]
