#!/bin/sh
# Makes the secrets of docker-compose.yml with random content, where there are none yet,
# and notes in .env whose files they are. What is there is never changed: a password that
# a database was made with cannot simply be another one.
#
#   deploy/secrets.sh [DIR]      DIR is the directory of docker-compose.yml
set -eu
umask 077

root=${1:-$(dirname "$0")/..}
secrets=$root/deploy/secrets
names='postgres_password redis_password meili_master_key'

# The containers run as the user who owns the secrets, so that no other needs to read
# them. Containers that run as root would be no good: for root they run as 65532.
uid=$(id -u) gid=$(id -g)
if [ "$uid" = 0 ]; then
	uid=65532 gid=65532
fi

# 32 random bytes as 64 letters and digits: they need no quoting anywhere.
random() { od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n'; }

# make_secret makes one file. It appears under its name when it is whole, and ln never
# takes the place of a file that is there.
make_secret() {
	if [ -e "$1" ]; then
		echo "kept   $1"
		return
	fi
	random >"$1.new"
	if ! [ -s "$1.new" ]; then
		echo "secrets.sh: no random bytes for $1: are od and /dev/urandom there?" >&2
		exit 1
	fi
	if [ "$(id -u)" = 0 ]; then
		chown "$uid:$gid" "$1.new"
	fi
	ln "$1.new" "$1"
	rm "$1.new"
	echo "made   $1"
}

mkdir -p "$secrets"
for name in $names; do
	make_secret "$secrets/$name"
done
if ! grep -qs '^OWNER_UID=' "$root/.env"; then
	printf '\nOWNER_UID=%s\nOWNER_GID=%s\n' "$uid" "$gid" >>"$root/.env"
	echo "noted  the owner in $root/.env"
fi
