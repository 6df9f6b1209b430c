#!/bin/sh
# The password comes from the environment and is kept in memory-backed storage only.
set -eu
umask 077
printf '"auxpolice_app" "%s"\n' "$APP_PASSWORD" > /dev/shm/userlist.txt
exec pgbouncer /etc/pgbouncer/pgbouncer.ini
