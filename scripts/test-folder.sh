#!/bin/sh
# Makes the folder in which the tests keep their vaults, and names it. Nearly every test makes a vault of its own, and
# each waits for the disk some thirty times: in memory, where there is room, the whole suite takes two thirds of the time.
# What a disk may lose is proven by the power model and by kills (make prove-power, prove-kill), not by waiting for one.
set -eu
memory=/dev/shm
least=$((3 * 1024 * 1024)) # kilobytes
room=0
if [ -d "$memory" ] && [ -w "$memory" ]; then
    room=$(df -Pk "$memory" | awk 'NR == 2 { print $4 }')
fi
if [ "$room" -ge "$least" ]; then
    exec mktemp -d "$memory/kpr-tests-XXXXXX"
fi
exec mktemp -d
