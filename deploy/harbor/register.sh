#!/bin/sh
# Makes Hwaseong a scanner of Harbor, and the default one.
#   HARBOR=https://harbor.example.com HARBOR_USER=admin HARBOR_PASSWORD=… HWASEONG_TOKEN=… ./register.sh
# HWASEONG is where Harbor reaches the server, as in the compose file and the manifest beside this one.
set -eu
: "${HARBOR:?}" "${HARBOR_USER:?}" "${HARBOR_PASSWORD:?}" "${HWASEONG_TOKEN:?}"
url="${HWASEONG:-http://hwaseong:8686}/v1/harbor"

# By standard input, so that no secret stands in the list of processes.
ask() {
  method=$1 path=$2
  printf 'user = "%s:%s"\n' "$HARBOR_USER" "$HARBOR_PASSWORD" |
    curl --silent --show-error --fail --config - --request "$method" --header 'Content-Type: application/json' \
      ${3:+--data "$3"} --dump-header - "$HARBOR/api/v2.0$path"
}

registration=$(mktemp)
trap 'rm -f "$registration"' EXIT
printf '{"name":"hwaseong","url":"%s","auth":"Bearer","access_credential":"%s","use_internal_addr":true,"skip_certVerify":false}' \
  "$url" "$HWASEONG_TOKEN" >"$registration"
id=$(ask POST /scanners "@$registration" | sed -n 's|^[Ll]ocation: .*/\([0-9a-f-]*\).*|\1|p')
ask PATCH "/scanners/$id" '{"is_default":true}' >/dev/null
echo "Hwaseong is the default scanner of $HARBOR."
