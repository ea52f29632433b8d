# shellcheck shell=bash
# The parts of ./test. Each runs in a subshell of its own, with its name in `part`, and tells its counts with `score`.

results=build/results
part=''

# score PASSED FAILED
score() { printf '%s %s\n' "$1" "$2" >>"$results/$part.score"; }

# What failed, for the end of ./test: from standard input.
tell_failure() { cat >>"$results/$part.failed"; }

# The counts and the failures that a runner left in a file: score_from junit|vitest|playwright FILE
score_from() {
  local outcome
  outcome=$(node tools/outcome.mjs "$1" "$2")
  # shellcheck disable=SC2046  # two words
  score $(head -n 1 <<<"$outcome")
  tail -n +2 <<<"$outcome" | tell_failure
}

# bounded MINUTES COMMAND…: a runner that hangs must not take the other parts with it.
bounded() {
  local minutes=$1
  shift
  # A terminal's Ctrl-C reaches the runner only in the foreground.
  local foreground=()
  [[ -t 0 ]] && foreground=(--foreground)
  timeout "${foreground[@]}" --kill-after=20 "${minutes}m" "$@" || {
    local code=$?
    ((code == 124 || code == 137)) && echo "stopped after $minutes minutes: $1"
    return "$code"
  }
}

# check SENTENCE COMMAND…: one yes-or-no check; what it says is shown when it says no.
check() {
  local sentence=$1 log="$results/check.log" began=$EPOCHREALTIME took
  shift
  if "$@" >"$log" 2>&1; then
    took=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
    printf 'ok    %s (%s s)\n' "$sentence" "$took"
    score 1 0
  else
    printf 'FAIL  %s\n' "$sentence"
    sed 's/^/      /' "$log"
    score 0 1
    { printf '%s\n' "$sentence" && head -n 40 "$log" | sed 's/^/    /'; } | tell_failure
  fi
}

# ---- house ---------------------------------------------------------------------------------------------------------

cpp_files() { find server tests -name '*.[ch]pp' -not -path '*/node_modules/*' | sort; }
scripts() { printf '%s\n' run test .ci/run tools/*.sh tools/fuzz tools/own-network tools/scan; }

formatted() { cpp_files | xargs clang-format-19 --dry-run -Werror; }
scripts_are_sound() { scripts | xargs shellcheck -x; }

# tidy FILE…: clang-tidy, two at a time; build/compile_commands.json must be there.
tidy() {
  (($#)) || return 0
  # Each unit's count of warnings in system headers, which are not shown, would bury what it found.
  printf '%s\n' "$@" | xargs -P "$(jobs_at_once)" -n 1 clang-tidy-19 -p build --quiet --warnings-as-errors='*' \
    2> >(grep -vE '^[0-9]+ warnings? generated\.$' >&2)
}

# Where the work that is looked at began: where this branch left origin/main or, in a clone that knows none, main; on the
# main branch itself the commit before. Empty when there is none, as in a clone of one commit.
base_of_changes() {
  local name base
  for name in origin/main main HEAD~1; do
    base=$(git merge-base HEAD "$name" 2>/dev/null) || continue
    [[ $base == "$(git rev-parse HEAD)" ]] || break
  done
  [[ $base == "$(git rev-parse HEAD)" ]] || printf '%s' "$base"
}

# changed_units BASE: the .cpp files that differ from that commit's, and those beside a header that does.
changed_units() {
  {
    git diff --name-only "$1" -- server
    git ls-files --others --exclude-standard -- server
  } | sed -n 's/\.[ch]pp$/.cpp/p' | sort -u | while read -r unit; do [[ ! -f $unit ]] || printf '%s\n' "$unit"; done
}

tidy_changed() {
  local base units
  base=$(base_of_changes)
  if [[ -z $base ]]; then
    echo 'clang-tidy looks at nothing here: this clone knows no commit to compare with. ./test tidy looks at everything.'
    return 0
  fi
  mapfile -t units < <(changed_units "$base")
  check "clang-tidy finds nothing in the ${#units[@]} units changed since $(git log -1 --format='%h, %s' "$base")" tidy "${units[@]}"
}

part_house() {
  check 'includes and imports keep to the layers' tools/check-layers
  check 'the layer check sees every rule broken' tools/check-layers --self-test
  check 'documents and golden messages agree with the code' tools/check-docs
  check 'the document check sees what it should' tools/check-docs --self-test
  check 'C++ is formatted (clang-format-19 -i mends it)' formatted
  check 'shell scripts are sound' scripts_are_sound
  check 'the web app is formatted, linted and typed' npm run --silent -w web check
  check 'the TypeScript tests are formatted, linted and typed' npm run --silent -w tests check
  tidy_changed
}

# ---- tests ---------------------------------------------------------------------------------------------------------

# ctest_part LABEL BUILD_FOLDER
ctest_part() {
  local report=$PWD/$results/$part.xml code=0
  bounded 15 ctest --test-dir "$2" -L "^$1\$" -j "$(jobs_at_once)" --output-on-failure --no-tests=error \
    --output-junit "$report" >"$results/$part.log" 2>&1 || code=$?
  # Every test has a line; only what went wrong and the end are worth a reader's time.
  if ((code)); then cat "$results/$part.log"; else tail -n 5 "$results/$part.log"; fi
  score_from junit "$report"
  return "$code"
}

part_unit() { ctest_part unit build; }
part_store() { ctest_part store build; }

# vitest_part MINUTES ARGUMENT…
vitest_part() {
  local minutes=$1 report=$PWD/$results/$part.json code=0
  shift
  bounded "$minutes" npx vitest run "$@" --reporter=default --reporter=json --outputFile.json="$report" || code=$?
  score_from vitest "$report"
  return "$code"
}

part_web() { vitest_part 10 --root web; }
part_api() { vitest_part 20 --root tests --config vitest.api.config.ts; }

# playwright_part MINUTES PROJECT
playwright_part() {
  local code=0 network=()
  # Firefox takes part in no call where loopback is all there is.
  if [[ -z $(ip -brief address show up scope global) ]] && tools/own-network true; then network=(tools/own-network); fi
  export PLAYWRIGHT_JSON_OUTPUT_FILE=$PWD/$results/$part.json
  bounded "$1" "${network[@]}" npx playwright test -c tests/playwright.config.ts --project="$2" --reporter=list,json ||
    code=$?
  score_from playwright "$PLAYWRIGHT_JSON_OUTPUT_FILE"
  return "$code"
}

part_e2e() { playwright_part 30 usual; }

# ---- thorough ------------------------------------------------------------------------------------------------------

# What of the api tests runs against a server with sanitizers: sign-in, the queue, calls and their races, sockets, push,
# restarts, the edge, the audit. The rest mostly waits or measures times that sanitizers spoil.
sanitized_api=(api/{sign_in,sign_in_end,second_factor,late_commands,refresh,check_order}.test.ts
  api/{queue,calls,call_connection,ring_race,signalling}.test.ts
  api/realtime_{sign_in,topics,restart}.test.ts api/push_{subscriptions,delivery,receipts}.test.ts
  api/{http_connection,audit_chain}.test.ts)

# So that a stack has names; clang's runtimes do not know Debian's.
export {ASAN,TSAN,UBSAN}_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-19

build_asan() {
  configure build/asan -DPRAKTIK_TESTS=ON -DPRAKTIK_SANITIZE=address,undefined -DPRAKTIK_FUZZ=ON
  compile build/asan all
}
build_tsan() {
  configure build/tsan -DPRAKTIK_TESTS=ON -DPRAKTIK_SANITIZE=thread
  compile build/tsan all
}

# sanitized FOLDER: its unit and store tests, and api tests against its server.
sanitized() {
  local code=0
  ctest_part '(unit|store)' "$1" || code=$?
  PRAKTIK_BINARY=$PWD/$1/praktik PRAKTIK_WEB=$PWD/build/web \
    vitest_part 15 --root tests --config vitest.api.config.ts "${sanitized_api[@]}" || code=$?
  return "$code"
}

part_asan() {
  build_asan
  ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 sanitized build/asan
}
part_tsan() {
  build_tsan
  TSAN_OPTIONS=halt_on_error=1 sanitized build/tsan
}

# Each fuzz target for half a minute, two at a time: tools/fuzz.
part_fuzz() {
  local code=0 log=$results/fuzz.log
  build_asan
  find tests/fuzz/corpus -mindepth 1 -maxdepth 1 -printf '%f\n' | sort |
    xargs -P "$(jobs_at_once)" -n 1 tools/fuzz "${PRAKTIK_FUZZ_SECONDS:-30}" | tee "$log" || code=$?
  score "$(grep -c '^ok ' "$log")" "$(grep -c '^FAIL ' "$log")"
  { grep -v '^ok ' "$log" || true; } | tell_failure
  return "$code"
}

part_outages() { playwright_part 10 outages; }
part_screens() { playwright_part 10 screens; }

# PRAKTIK_SEED replays a run, PRAKTIK_CHAOS_ROUNDS is how often the server is killed.
part_chaos() { vitest_part 10 --root tests --config vitest.chaos.config.ts; }

# Needs 17,000 open files in the server and 8,200 in each of two processes.
part_crowd() { vitest_part 6 --root tests --config vitest.crowd.config.ts; }

part_tidy() {
  local units
  mapfile -t units < <(find server -name '*.cpp' | sort)
  check "clang-tidy finds nothing in the server's ${#units[@]} files" tidy "${units[@]}"
}
