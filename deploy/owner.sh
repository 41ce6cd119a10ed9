#!/bin/sh
# Runs once, in the container of an empty database: the account that owns the tables. It is no
# superuser, so that the rules of the database hold for it too; it makes the roles of web and worker.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$OWNER_PASSWORD" <<'SQL'
CREATE ROLE trajectspiegel LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE trajectspiegel OWNER trajectspiegel;
SQL
