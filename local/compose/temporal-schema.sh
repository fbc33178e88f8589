#!/bin/sh
# Brings Temporal's two databases to the schema of this version. Running it again changes nothing, so it also serves upgrades.
set -eu

SQL_PASSWORD="$(cat /run/secrets/temporal_db_password)"
export SQL_PASSWORD

prepare() {
  tool="temporal-sql-tool --plugin postgres12 --ep postgres --port 5432 --user temporal --db $1"
  $tool create
  $tool setup-schema -v 0.0 || echo "$1 has a schema already."
  $tool update-schema --schema-name "postgresql/v12/$2"
}

prepare temporal temporal
prepare temporal_visibility visibility
