#!/bin/sh
# The main job on the samples: what is inside, may it leave, and the year so far.
# Everything is written into demo/, afresh each time: the ledger (SQLite) and its pepper.
set -eu
cd "$(dirname "$0")/.."
rm -rf demo
mkdir demo
export TONGGUAN_LEDGER="sqlite:///$PWD/demo/tongguan.db"

# Say what is being run, run it, and say what it ended with: a shut gate is an answer, not a failure.
step() {
    printf '\n\033[1m# %s\033[0m\n' "$1"
    shift
    printf '$ %s\n' "$*"
    ended=0
    "$@" || ended=$?
    printf '[exit %s]\n' "$ended"
}
# The same, where one exit code only is right.
expect() {
    wanted=$1
    shift
    step "$@"
    test "$ended" -eq "$wanted" || { echo "expected exit $wanted"; exit 1; }
}

cd sample_data
gate() { expected=$1; title=$2; shift 2; expect "$expected" "$title" tongguan gate --register tongguan.toml "$@"; }

expect 0 "What is in this file, and how many people?" tongguan scan customers_gb18030.csv
expect 0 "A family's phone, a hotline, an ID number and its phone: at least, at most, and why" tongguan scan service_calls.csv
gate 0 "Orders: exempt, the buyers' own contract needs it. OPEN" orders.parquet --export orders --run orders-1
expect 0 "It has left" tongguan post orders-1
gate 0 "Marketing statistics: nobody is inside. OPEN" marketing_statistics.csv --export marketing --run marketing-1
gate 0 "Members, first file: few people this year. OPEN" members_1.parquet --export members --run members-1
expect 0 "It has left" tongguan post members-1
gate 0 "The same run again counts nobody twice" members_1.parquet --export members --run members-1
gate 0 "Members, second file: people in both files count once. OPEN" members_2.parquet --export members --run members-2
expect 0 "It has left" tongguan post members-2
gate 1 "Members, third file: the year would reach 100,000 persons. SHUT" members_3.parquet --export members --run members-3
gate 1 "Sensitive items of a few people. SHUT, with what would open it" vip_service.parquet --export vip --run vip-1
expect 0 "The copy that may go, judged anew: nothing is recorded. OPEN" \
    tongguan minimise --register tongguan.toml vip_service.parquet --export vip --out ../demo/may-go --apply 1
gate 0 "The same, marked instead of stopped. SHUT, TAGGED" vip_service.parquet --export vip --run vip-2 --on-shut tag
expect 0 "The year so far" tongguan ledger show
expect 0 "Is the ledger what it was?" tongguan ledger verify
