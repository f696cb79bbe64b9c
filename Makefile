# make run · make test · make differential · make fuzz · make third-party · make e2e · make e2e-full
# make bench · make bench-check · make train
# make install · make deb · make tarball · make packages-test · make lint
#
# Each target installs what it needs and this machine lacks: libyaml from apt or Homebrew.

TASK ?= license headers
PREFIX ?= /usr/local
SWIFT_FLAGS = --explicit-target-dependency-import-check error
RELEASE = .build/release/claude-route
# What `--version` says of the source; empty outside a work tree.
COMMIT = $(shell git describe --always --dirty --abbrev=12 --exclude '*' 2>/dev/null)

.PHONY: run test differential fuzz third-party bench bench-page bench-check bench-record train e2e e2e-full
.PHONY: install lint format release libyaml shells client solver schemas measuring clean
.PHONY: deb tarball packages-test packaging manual-tool small-foundation

# Shows where a task would go: make run TASK="fix the race in the payment worker"
run: release
	@$(RELEASE) explain --task "$(TASK)"

# Everything that needs only this machine. The public YAML cases are read where they are: unpacked
# beside this folder, or where YAML_TEST_SUITE says.
export YAML_TEST_SUITE ?= $(abspath $(firstword $(wildcard ../yaml-test-suite ../*/data/yaml-test-suite)))
test: libyaml release
	swift test $(SWIFT_FLAGS) --disable-xctest --enable-code-coverage
	python3 Tests/coverage.py
	sh Tests/linkage.sh $(RELEASE)
	python3 Tests/bombs.py $(RELEASE)

# The engine against a second evaluator, in full: 100,000 pairs of a policy and a task.
differential: libyaml
	DIFFERENTIAL=full swift test -c release $(SWIFT_FLAGS) --disable-xctest --filter DifferentialTests

# The prover against z3, on the shipped policies and on random ones; the schema and the reports
# against check-jsonschema and public schemas.
third-party: release solver schemas
	/usr/bin/python3 Tests/ThirdParty/z3_invariants.py --binary $(RELEASE)
	python3 Tests/ThirdParty/schemas.py --binary $(RELEASE)

# What docs/benchmarks.md shows, measured here: each figure beside its floor in the same runs. One of
# them: python3 Benchmarks/NAME.py $(RELEASE)
bench: release measuring
	python3 Benchmarks/page.py $(RELEASE)

# The same, and into the page.
bench-page: release measuring
	python3 Benchmarks/page.py $(RELEASE) --write docs/benchmarks.md

# Instructions of the main paths: what changed by more than 3 % against the table that is checked in.
bench-check: release measuring
	python3 Benchmarks/instructions.py $(RELEASE)

bench-record: release measuring
	python3 Benchmarks/instructions.py $(RELEASE) --record

# Rebuilds the weights of the classifier's model: make train TASKS="mine.tsv more.tsv". Thresholds
# are chosen on the first table.
TASKS ?= Tests/ClassifierTests/Tasks/tasks.tsv
train: release
	python3 Benchmarks/classifier/train.py --binary $(RELEASE) $(TASKS)

# The real client in a network namespace of its own, against servers on loopback.
e2e: release client
	python3 Tests/EndToEnd/run.py --binary $(RELEASE)

# The same with the whole leak matrix: about an hour.
e2e-full: release client
	E2E_FULL=1 python3 Tests/EndToEnd/run.py --binary $(RELEASE)

# Program, manual page, completions, policies.
install: release manual-tool
	$(STAGING) .packages/stage.sh "$(DESTDIR)" "$(PREFIX)"

# A package for Debian and its relatives, and an archive that runs wherever it is unpacked, each with
# its checksum: in .build/packages.
PACKAGES = .build/packages
deb: release manual-tool
	$(STAGING) .packages/deb.sh $(PACKAGES)

tarball: release manual-tool
	$(STAGING) .packages/tarball.sh $(PACKAGES)

# Builds both twice, and installs them in a fresh Debian root.
packages-test: deb tarball packaging
	$(STAGING) .packages/deb.sh $(PACKAGES)/again
	$(STAGING) .packages/tarball.sh $(PACKAGES)/again
	for file in $(PACKAGES)/again/*; do cmp "$$file" "$(PACKAGES)/$${file##*/}"; done
	$(MANUAL_TOOL) $(RELEASE) -o - | cat - .packages/manual-end.mdoc | mandoc -T lint -W error
	sh Tests/Packages/fresh_root.sh $(PACKAGES)

# What builds the manual page comes with the argument parser.
STAGING = BINARY=$(RELEASE) MANUAL_TOOL=$(MANUAL_TOOL) SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH)
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || date +%s)

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests policies

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests policies

ifeq ($(shell uname),Darwin)
release: libyaml
	CLAUDE_ROUTE_COMMIT=$(COMMIT) swift build -c release $(SWIFT_FLAGS)

MANUAL_TOOL = .build/release/generate-manual
manual-tool: release
	CLAUDE_ROUTE_COMMIT=$(COMMIT) swift build -c release $(SWIFT_FLAGS) --product generate-manual

fuzz:
	@echo "fuzz: Apple's compiler comes without libFuzzer; nothing to run"

libyaml:
	@brew list libyaml >/dev/null 2>&1 || brew install libyaml

shells client solver schemas packaging measuring:
else
STATIC = --static-swift-stdlib $(shell .ci/static) $(DIRECT_TYPES)
# A type is asked for by what it consists of, not by its name: looking a name up goes through the
# conformances of the whole program, a third of a million instructions for each kind of dictionary.
DIRECT_TYPES = -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
# The argument parser takes an encoder and a protocol from Foundation, which bring 5 MB along. It imports
# the first module of that name on its path: ours, with no more than that.
FOUNDATION = .build/foundation
SMALL_FOUNDATION = -Xswiftc -I$(FOUNDATION) -Xlinker $(FOUNDATION)/FoundationEssentials.o
# `contains` of a text in a text comes from the module of regular expressions, 1.3 MB. Without it, the
# compiler says where one is used: Sources/Diagnostics/TextSearch.swift has another.
NO_REGEX = -Xswiftc -Xfrontend -Xswiftc -disable-implicit-string-processing-module-import
# All modules are compiled as one at the end, by the linker that goes with a static program: a tenth
# faster, half a megabyte less. Without, a change is compiled sooner: make release WHOLE=
WHOLE = $(if $(findstring lld,$(STATIC)),--experimental-lto-mode=full)
# One thread runs Swift (libyaml's runs none): references are counted without atomic instructions.
# Tests/RepositoryTests/SourceTests.swift refuses what would start another.
ONE_THREAD = -Xswiftc -assume-single-threaded
# One product, since the tests' own modules want all of Foundation.
release: libyaml small-foundation
	CLAUDE_ROUTE_COMMIT=$(COMMIT) swift build -c release $(STATIC) $(SMALL_FOUNDATION) $(NO_REGEX) \
	  $(WHOLE) $(ONE_THREAD) $(SWIFT_FLAGS) --product claude-route

small-foundation:
	@.ci/foundation $(FOUNDATION) .build/release

# It wants all of Foundation, which the release does without.
MANUAL_TOOL = .build/debug/generate-manual
manual-tool:
	swift build $(SWIFT_FLAGS) --product generate-manual

# What reads untrusted bytes, for some seconds in all: make fuzz FUZZ_SECONDS=3600
# FUZZ_SANITIZERS="address fuzzer" looks for wrong uses of memory too, more slowly.
FUZZ_SECONDS ?= 60
FUZZ_SANITIZERS ?= fuzzer
fuzz: libyaml
	CLAUDE_ROUTE_FUZZ=1 swift build -c release --scratch-path .build-fuzz --product fuzz \
	  $(addprefix -Xswiftc -sanitize=,$(FUZZ_SANITIZERS)) $(SWIFT_FLAGS)
	sh Tests/Fuzzing/run.sh .build-fuzz/release/fuzz $(FUZZ_SECONDS)

libyaml:
	@.ci/need /usr/include/yaml.h=libyaml-dev python3=python3

# The shells whose quoting is tested; those that are missing are skipped.
shells:
	@.ci/need zsh=zsh fish=fish ksh93=ksh mksh=mksh busybox=busybox tcsh=tcsh

solver:
	@.ci/need z3=z3 /usr/lib/python3/dist-packages/yaml/__init__.py=python3-yaml

# The Python packages are fetched into a cache by the test itself.
schemas:
	@.ci/need python3=python3 pip3=python3-pip /usr/share/doc/python3-venv=python3-venv

# What programs are measured with, and others that they are measured beside. The engines and the client
# come from PyPI into a cache, by the benchmarks themselves.
measuring:
	@.ci/need cc=gcc python3=python3 pip3=python3-pip /usr/share/doc/python3-venv=python3-venv git=git \
	  unshare=util-linux strip=binutils valgrind=valgrind direnv=direnv node=nodejs jq=jq

packaging:
	@.ci/need dpkg-deb=dpkg objdump=binutils xz=xz-utils mandoc=mandoc debootstrap=debootstrap \
	  /usr/share/keyrings/debian-archive-keyring.gpg=debian-archive-keyring unshare=util-linux

client:
	@.ci/need unshare=util-linux ip=iproute2 openssl=openssl strace=strace python3=python3 pip3=python3-pip \
	  /usr/share/doc/python3-venv=python3-venv git=git jq=jq direnv=direnv tmux=tmux
	@python3 Tests/EndToEnd/client.py
	@python3 Tests/EndToEnd/tools.py > /dev/null
	@python3 Tests/EndToEnd/litellm_proxy.py > /dev/null
endif

clean:
	rm -rf .build
