#!/bin/bash
# Runs once, when PostgreSQL's volume is new: one role for Pursuit, one for Temporal, which makes its own databases.
set -euo pipefail

psql --set ON_ERROR_STOP=1 --username postgres \
  --set pursuit_password="$(cat /run/secrets/pursuit_db_password)" \
  --set temporal_password="$(cat /run/secrets/temporal_db_password)" <<'SQL'
CREATE ROLE pursuit LOGIN PASSWORD :'pursuit_password';
CREATE DATABASE pursuit OWNER pursuit;
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'temporal_password';
SQL
