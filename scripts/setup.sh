# What run and test share: checks, Debian packages, npm packages, the built UI. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/usher
# Kept outside the checkout, so that a second clone or run finds what the first one built.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-auto}

say() { printf '\n== %s\n' "$*" >&2; }
die() { printf '\n%s\n' "$*" >&2; exit 1; }

# at_least HAVE WANT: true where version HAVE is WANT or newer.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

check_tools() {
  local rust node
  command -v cargo >/dev/null || die 'Usher needs Rust 1.90 or newer. Get it with rustup: https://rustup.rs'
  rust=$(rustc --version | cut -d' ' -f2)
  at_least "$rust" 1.90.0 || die "Usher needs Rust 1.90 or newer; this is $rust. Run: rustup update stable"
  command -v node >/dev/null || die 'Usher needs Node 20.19 or newer: https://nodejs.org/en/download'
  node=$(node --version | tr -d v)
  at_least "$node" 20.19.0 || die "Usher needs Node 20.19 or newer; this is $node: https://nodejs.org/en/download"
}

# debian_packages NAME...: installs those that are missing.
debian_packages() {
  local missing=() name as_root=()
  command -v dpkg-query >/dev/null || { say 'Not a Debian system: see "Other systems" in README.md'; return; }
  for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing Debian packages: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "Install these first: ${missing[*]}"
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

build_packages=(build-essential pkg-config libwebkit2gtk-4.1-dev)
run_packages=(xvfb xauth dbus dbus-x11 imagemagick xdotool xdg-utils fonts-noto-core)
test_packages=(webkit2gtk-driver gnome-keyring libsecret-tools chromium chromium-driver python3 python3-venv xclip)

# fingerprint PATH...: changes when any file below the paths changes.
fingerprint() { find "$@" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1; }

npm_packages() {
  local stamp=$root/ui/node_modules/.usher-stamp now
  now=$(sha256sum <"$root/ui/package-lock.json")
  [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && return
  say 'Installing npm packages (a minute or two the first time)'
  (cd "$root/ui" && npm ci --no-audit --no-fund --loglevel=error)
  printf '%s' "$now" >"$stamp"
}

build_ui() {
  local stamp=$root/ui/dist/.usher-stamp now
  now=$(cd "$root/ui" && fingerprint src index.html package-lock.json vite.config.ts tsconfig*.json)
  [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && return
  say 'Building the screens'
  (cd "$root/ui" && npm run --silent build)
  printf '%s' "$now" >"$stamp"
}
