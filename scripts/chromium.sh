# Print a Chromium for the browser tests; install Debian's if there is none and this is allowed.
find_chromium() {
  for candidate in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$candidate" 2>/dev/null && return 0
  done
  return 1
}

find_chromium && exit 0
if command -v apt-get >/dev/null 2>&1; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  echo "Installing Chromium for the browser tests …" >&2
  { $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1
  find_chromium && exit 0
fi
echo "The browser tests need Chromium: install it (Debian: apt install chromium), or name it as CHROMIUM=/path/to/chromium." >&2
exit 1
