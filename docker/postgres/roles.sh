#!/bin/sh
# Run once by the database's container when its folder is empty; may be run again by hand to change the passwords.
# The same two files set up the embedded database.
set -eu
sql=${SQL:-/sql}
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" \
  --set owner_password="$OWNER_PASSWORD" --set app_password="$APP_PASSWORD" --set read_password="$READ_PASSWORD" \
  --file "$sql/roles.sql" --file "$sql/database.sql"
