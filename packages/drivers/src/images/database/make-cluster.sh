#!/bin/sh
# Makes the cluster that every sitting starts from: database `stackbench` with the table filled, and a user of that name
# who owns the table and nothing else. The superuser is let in from this container alone, where no app is; the user from
# the networks that the sitting is on, as far as it listens there.
set -eu
bin=/usr/lib/postgresql/17/bin
data=/opt/stackbench/cluster
"$bin/initdb" --pgdata="$data" --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8
cat /opt/stackbench/postgresql.conf >> "$data/postgresql.conf"
printf 'local all all trust\nhost stackbench stackbench samenet trust\n' > "$data/pg_hba.conf"
"$bin/pg_ctl" --pgdata="$data" --wait --options="-c listen_addresses=''" start
"$bin/createdb" --host=/tmp --username=postgres stackbench
"$bin/psql" --host=/tmp --username=postgres --dbname=stackbench --set=ON_ERROR_STOP=1 --quiet \
  --command='create role stackbench login' --file=/opt/stackbench/seed.sql \
  --command='alter table items owner to stackbench' --command='vacuum (freeze, analyze)' --command='checkpoint'
"$bin/pg_ctl" --pgdata="$data" --wait --mode=fast stop
