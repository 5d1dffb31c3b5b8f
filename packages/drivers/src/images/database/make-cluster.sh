#!/bin/sh
# Makes the cluster that every sitting starts from: user and database `stackbench`, the table filled.
set -eu
bin=/usr/lib/postgresql/17/bin
data=/opt/stackbench/cluster
"$bin/initdb" --pgdata="$data" --username=stackbench --auth=trust --encoding=UTF8 --locale=C.UTF-8
cat /opt/stackbench/postgresql.conf >> "$data/postgresql.conf"
printf 'local all all trust\nhost all all 127.0.0.1/32 trust\n' > "$data/pg_hba.conf"
"$bin/pg_ctl" --pgdata="$data" --wait --options="-c listen_addresses=''" start
"$bin/createdb" --host=/tmp --username=stackbench stackbench
"$bin/psql" --host=/tmp --username=stackbench --dbname=stackbench --set=ON_ERROR_STOP=1 --quiet \
  --file=/opt/stackbench/seed.sql --command='vacuum (freeze, analyze)' --command='checkpoint'
"$bin/pg_ctl" --pgdata="$data" --wait --mode=fast stop
