# shellcheck shell=bash
# What ./run, ./test and .ci/run share: they source this file. It brings a fresh Debian 12 or 13 to where Praktik
# builds, and builds it. Whatever is there already costs a look, not an installation.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

node_tree=.toolchain/node_modules/.bin

if [[ -t 1 ]]; then bold=$'\e[1m' plain=$'\e[0m'; else bold='' plain=''; fi

# A step begins.
say() { printf '%s== %s%s\n' "$bold" "$*" "$plain"; }

# Ends the script with a sentence that says what to do.
die() {
  printf '\npraktik: %s\n' "$*" >&2
  exit 1
}

# ---- The machine ---------------------------------------------------------------------------------------------------

# Prints 12 or 13.
debian_release() {
  local system release
  # shellcheck disable=SC1091  # the file of the machine it runs on
  system=$(. /etc/os-release 2>/dev/null && printf '%s %s' "${ID:-}" "${VERSION_ID:-}") || system=''
  release=${system#debian }
  case $system in
    'debian 12' | 'debian 13') printf '%s' "$release" ;;
    *) die "this script installs Debian's packages and knows Debian 12 and 13; this machine says \"${system:-nothing}\"." \
           "Use a machine or a container with Debian 12 or 13." ;;
  esac
}

build_packages() {
  local boost=1.81
  [[ $1 == 13 ]] && boost=1.83
  printf '%s\n' ca-certificates clang-19 lld-19 cmake ninja-build ccache pkg-config \
    "libboost$boost-dev" "libboost-json$boost-dev" "libboost-url$boost-dev" \
    libsoci-dev libsqlite3-dev libwslay-dev libssl-dev libsodium-dev libjwt-dev libspdlog-dev libfmt-dev libcli11-dev zlib1g-dev \
    libcurl4-openssl-dev
}

test_packages() {
  printf '%s\n' git libgtest-dev libgmock-dev librapidcheck-dev clang-tidy-19 clang-format-19 libclang-rt-19-dev llvm-19 \
    shellcheck chromium sqlite3 coturn iproute2 \
    firefox-esr dbus libnotify4 python3-gi pulseaudio pulseaudio-utils
}

# Prints those of the packages that are not installed.
missing_packages() {
  local installed
  # shellcheck disable=SC2016  # dpkg-query's own variables
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p') || true
  printf '%s\n' "$@" | grep -vxF "$installed" || true
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# install_packages WHAT_FOR PACKAGE…
install_packages() {
  local purpose=$1 missing
  shift
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    die "packages $purpose are missing, and installing them needs root or sudo. Start this as root, or have root run:" \
        "apt-get install ${missing[*]}"
  fi
  say "installing $purpose: ${missing[*]}"
  # A source that is no longer there must not stop what the others still have: what counts is whether the packages come.
  as_root apt-get update -qq -o DPkg::Lock::Timeout=300 || true
  mkdir -p .toolchain
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "${missing[@]}" 2>&1 | tee .toolchain/apt.log | apt_progress || {
    grep -E '^(E|Err|dpkg):' .toolchain/apt.log >&2 || tail -n 20 .toolchain/apt.log >&2
    die "apt could not install the packages $purpose; its own words stand above and in .toolchain/apt.log. If it could not" \
      "fetch or find them, see that this machine reaches its Debian mirror and that /etc/apt lists the section main. Then" \
      "start this again."
  }
}

# Two thousand lines of apt as a few that move.
apt_progress() {
  awk '
    function tell(words) { printf "   %s %d packages\n", words, count; fflush() }
    /^Get:/        { if (++count % 50 == 0) tell("fetched") }
    /^Setting up / { if (!setting) { setting = 1; count = 0 } if (++count % 50 == 0) tell("set up") }
    END            { if (setting) tell("set up") }'
}

# ---- Node and the packages of the web app --------------------------------------------------------------------------

# Debian's Node is too old for the web app's tools, and its npm writes another package-lock.json: the checkout has its own.
ensure_node() {
  local machine
  PATH=$PWD/$node_tree:$PATH
  if [[ -x $node_tree/node && -x $node_tree/npm && $("$node_tree/node" --version) == v24.* ]]; then return 0; fi
  case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) die "there is no Node 24 package for $(uname -m); Praktik builds on x86_64 and aarch64." ;;
  esac
  command -v npm >/dev/null || install_packages 'to fetch Node 24 with' npm
  say 'fetching Node 24 into .toolchain/'
  npm install --prefix .toolchain --no-audit --no-fund --loglevel=error "node-linux-$machine@24" npm@11 ||
    die 'npm could not fetch Node 24. See that this machine reaches the npm registry, then start this again.'
  hash -r # forget where the system's npm was found
}

# npm install rather than npm ci: the lock file lists only this platform's binaries, and npm ci wants all of them.
ensure_web_packages() {
  local stamp=node_modules/.praktik-tree wanted before
  wanted=$(cat package-lock.json package.json web/package.json tests/package.json | sha256sum)
  if [[ -f $stamp && $(<"$stamp") == "$wanted" ]]; then return 0; fi
  say "installing the web app's packages"
  before=$(sha256sum <package-lock.json)
  npm install --no-audit --no-fund --loglevel=error ||
    die "npm could not install the web app's packages. See that this machine reaches the npm registry, then start this again."
  [[ $(sha256sum <package-lock.json) == "$before" ]] ||
    die 'npm install changed package-lock.json, so a package.json and the lock file disagree. Look at' \
        "\"git diff package-lock.json\": commit it if the change is yours, else \"git checkout package-lock.json\"."
  printf '%s\n' "$wanted" >"$stamp"
}

# ---- Building ------------------------------------------------------------------------------------------------------

# As many compilers as processors, and not more than memory holds: the largest unit takes about 1.3 GiB.
jobs_at_once() {
  local processors memory
  processors=$(nproc)
  memory=$(awk '/^MemAvailable/ { print int($2 / 1572864) }' /proc/meminfo)
  ((memory >= 1)) || memory=1
  echo $((processors < memory ? processors : memory))
}

# configure FOLDER CMAKE_ARGUMENT…
configure() {
  local folder=$1
  shift
  mkdir -p "$folder"
  cmake -S . -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_COMPILER=clang++-19 "$@" \
    >"$folder/configure.log" 2>&1 || {
    cat "$folder/configure.log" >&2
    die "CMake could not configure $folder; its own words stand above. If it speaks of an older place of this checkout," \
        "remove the folder $folder and start this again."
  }
}

# compile FOLDER TARGET…
compile() {
  local folder=$1
  shift
  # Paths count from the checkout, so that another checkout finds in the cache what this one compiled.
  export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
  NINJA_STATUS='[%f/%t] ' ninja -C "$folder" -j "$(jobs_at_once)" "$@" ||
    die "the build in $folder failed; the compiler's own words stand above."
}

build_server() {
  tools/check-layers || die 'an include or import breaks the layers of docs/ARCHITECTURE.md; the lines above say which.'
  [[ -f build/build.ninja ]] || configure build -DPRAKTIK_TESTS=OFF
  say 'building the server'
  compile build praktik
}

# Something of the web app is younger than what was built of it.
web_is_stale() {
  [[ ! -f build/web/index.html ]] ||
    [[ -n $(find package-lock.json web -name node_modules -prune -o -newer build/web/index.html -print -quit) ]]
}

build_web() {
  web_is_stale || return 0
  say 'building the web app'
  npm run --silent -w web build || die "the web app's build failed; its own words stand above."
}

# Everything that the server and the web app are built with.
ensure_build_tools() {
  local release packages
  release=$(debian_release)
  mapfile -t packages < <(build_packages "$release")
  install_packages 'to build' "${packages[@]}"
  ensure_node
  ensure_web_packages
}

ensure_test_tools() {
  local packages
  mapfile -t packages < <(test_packages)
  install_packages 'to test' "${packages[@]}"
}
