#!/bin/sh
# Runs a command. On SIGTERM it has $1 seconds to end, then it and what it started is killed: the status is 0 all the
# same. By itself Apache waits ten seconds for requests under way.
grace=$1
shift

ending=
server=
trap 'ending=yes; [ -z "$server" ] || kill -s TERM "$server"' TERM
# A group of processes of its own, which can be killed as a whole.
setsid "$@" &
server=$!
# SIGTERM may have come before the command was known.
[ -z "$ending" ] || kill -s TERM "$server"
wait "$server"
status=$?
[ -n "$ending" ] || exit "$status"

(
  sleep "$grace"
  kill -s KILL -- "-$server"
) 2> /dev/null &
killer=$!
# The shell would tell of the kill.
wait "$server" 2> /dev/null
# The command is gone, but what it started may not have gone with it.
kill -s KILL -- "-$server" "$killer" 2> /dev/null
exit 0
