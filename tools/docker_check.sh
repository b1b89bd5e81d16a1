#!/usr/bin/env bash
# Builds docker/Dockerfile without Docker, and tries the image: `make docker-check`. For root on Debian; 10 to 20 minutes,
# 8 GB in .tools/docker-check. Needs the packages buildah and mmdebstrap.
#
# The file is built by buildah as it stands. Only its base image cannot be fetched without a registry of images, so one is
# made in its place from Debian's own packages, of the same release: a little larger than the slim one, otherwise the same.
# Containers are plain chroots here (buildah's isolation "chroot"): their users, files and commands are tried, their
# limits, networks and published ports are not.
#
#   tools/docker_check.sh          builds and tries
#   tools/docker_check.sh clean    removes what it has made
set -euo pipefail
cd "$(dirname "$0")/.."

work=$PWD/.tools/docker-check
image=digitize:check

export BUILDAH_ISOLATION=chroot CONTAINERS_STORAGE_CONF=$work/storage.conf TMPDIR=$work/tmp

if [[ ${1:-} == clean ]]; then
    rm -rf "$work"
    exit 0
fi
if [[ $(id -u) != 0 ]]; then
    echo "docker-check makes chroots, and needs root for it" >&2
    exit 4
fi
for program in buildah mmdebstrap; do
    command -v "$program" >/dev/null || {
        echo "Missing: $program. Type: apt-get install --no-install-recommends buildah mmdebstrap" >&2
        exit 4
    }
done

mkdir -p "$work/tmp"
cat >"$work/storage.conf" <<END
[storage]
driver = "vfs"
runroot = "$work/run"
graphroot = "$work/images"
END

# What pip was told on this machine (a mirror, a certificate) is told to it in the build as well, and not kept in the image.
make_pip_conf() {
    local certificate=${PIP_CERT:-${SSL_CERT_FILE:-}}
    cp /etc/pip.conf "$work/pip.conf" 2>/dev/null || echo "[global]" >"$work/pip.conf"
    if [[ -n $certificate ]]; then
        cp "$certificate" "$work/certificates.crt"
        sed -i '/^cert *=/d; /^find-links *=/d' "$work/pip.conf"
        sed -i 's#^\[global\]#[global]\ncert = /etc/certificates.crt#' "$work/pip.conf"
    else
        : >"$work/certificates.crt"
    fi
}

make_base() { # the name of the base image, such as debian:12.12-slim
    local name=docker.io/library/$1 container
    buildah inspect --type image "$name" >/dev/null 2>&1 && return
    echo "== making $1 from Debian's packages" >&2
    mmdebstrap --quiet --variant=minbase bookworm "$work/base.tar"
    container=$(buildah from scratch)
    buildah add --quiet "$container" "$work/base.tar" / >/dev/null
    buildah commit --quiet --rm "$container" "$name" >/dev/null
    rm "$work/base.tar"
}

within() { # a command, as the image's own user
    buildah run --volume "$work/scans:/scans" --volume "$work/output:/output" "$container" -- "$@"
}

make_pip_conf
make_base "$(sed -nE '0,/^FROM/s/^FROM ([^ ]+).*/\1/p' docker/Dockerfile)"

echo "== building docker/Dockerfile" >&2
buildah bud --format docker --pull-never --layers=false --file docker/Dockerfile --ignorefile docker/Dockerfile.dockerignore --tag "$image" \
    --volume "$work/pip.conf:/etc/pip.conf:ro" --volume "$work/certificates.crt:/etc/certificates.crt:ro" .

echo "== trying the image" >&2
rm -rf "$work/scans" "$work/output"
mkdir -p "$work/scans/inbox" "$work/output"
cp scans/samples/otchet-1938.tif "$work/scans/"
chown -R 10001 "$work/scans" "$work/output"

container=$(buildah from --pull-never "$image")
trap 'buildah rm "$container" >/dev/null' EXIT
[[ $(within id -u) == 10001 ]]
within digitize doctor
within digitize run /scans/otchet-1938.tif --quiet
within test -s /output/otchet-1938/otchet-1938.pdf
# The service: it starts, both addresses answer, a scan that is dropped is digitised, SIGTERM leaves nothing behind.
within bash -euc '
    digitize serve /scans/inbox --host 0.0.0.0 --port 4290 --review-port 8490 >/output/serve.txt 2>&1 &
    service=$!
    until /opt/digitize/bin/python -m digitize_flows.health http://127.0.0.1:4290/api/health http://127.0.0.1:8490/ 2>/dev/null; do
        kill -0 $service || { cat /output/serve.txt; exit 1; }
        sleep 1
    done
    cp /scans/otchet-1938.tif /scans/inbox/report.tif
    until [[ -e /scans/done/report.tif ]]; do
        kill -0 $service || { cat /output/serve.txt; exit 1; }
        sleep 1
    done
    kill -TERM $service
    wait $service
    cat /output/serve.txt
'
du --summarize --human-readable --apparent-size "$(buildah mount "$container")" | sed 's/\t.*/ in the image/' >&2
echo "docker-check: built, and the image works" >&2
