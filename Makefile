# Short names for the CMake presets; `make help` lists them. Nothing is built by make itself.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help deps build debug clang sanitize fuzz coverage demo test test-full bench bench-workloads install package format format-check clean

BUILD := build/release
JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 20
FUZZ_TARGETS ?=
EXAMPLES := sanmenxia jincheng
DEMO := build/demo
BENCH_WORK ?= build/bench
BENCH_SCALE ?= 0.01

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## install the Debian packages that are missing (packages.txt says what and why)
	@sh cmake/install-packages.sh build test

build: ## build program and library in build/release
	@sh cmake/install-packages.sh build
	@test -f $(BUILD)/build.ninja || cmake --preset release -DBUILD_TESTING=OFF --log-level=WARNING
	@cmake --build --preset release -j $(JOBS)

demo: build ## make the plans of both examples below build/demo
	@for example in $(EXAMPLES); do $(BUILD)/bin/hazplan plan examples/$$example -o $(DEMO)/$$example || exit; done
	@sh cmake/show-demo.sh $(DEMO) $(EXAMPLES)

test: ## build and run the tests
	@sh cmake/install-packages.sh build test
	@cmake --preset release -DBUILD_TESTING=ON --log-level=WARNING
	@cmake --build --preset release -j $(JOBS)
	ctest --preset release -j $(JOBS) -LE full

test-full: ## also the tests that need PostGIS, LibreOffice and other heavy programs
	@sh cmake/install-packages.sh build test dev full
	@cmake --preset release -DBUILD_TESTING=ON --log-level=WARNING
	@cmake --build --preset release -j $(JOBS)
	ctest --preset release -j $(JOBS) -L full

debug: ## build in build/debug
clang: ## build with clang in build/clang
sanitize: ## build with address and undefined-behaviour checks, and run the tests
coverage: ## run the tests and write build/coverage/report.html
debug clang:
	@sh cmake/install-packages.sh build test dev
	@cmake --preset $@ --log-level=WARNING
	@cmake --build --preset $@ -j $(JOBS)

sanitize coverage:
	@sh cmake/install-packages.sh build test dev
	@cmake --preset $@ --log-level=WARNING
	@cmake --build --preset $@ -j $(JOBS)
	ctest --preset $@ -j $(JOBS) -L quick
	@test $@ != coverage || gcovr -r . build/coverage -e tests --html-details build/coverage/report.html --print-summary

fuzz: ## replay the corpus and fuzz each target for FUZZ_SECONDS (20); FUZZ_TARGETS names some of them
	@sh cmake/install-packages.sh build test dev
	@cmake --preset fuzz --log-level=WARNING
	@cmake --build --preset fuzz -j $(JOBS)
	@sh tests/fuzz/run_targets.sh build/fuzz/fuzz $(FUZZ_SECONDS) $(JOBS) $(FUZZ_TARGETS)

bench: build ## time the examples
	@python3 tests/bench/time_examples.py --program $(BUILD)/bin/hazplan

bench-workloads: build ## time city and nation beside other programs (tests/bench/README.md); BENCH_SCALE=1 is full size
	@/usr/bin/python3 tests/bench/run_workloads.py --work $(BENCH_WORK) --scale $(BENCH_SCALE) --program $(BUILD)/bin/hazplan
	@/usr/bin/python3 tests/bench/plot_workloads.py --work $(BENCH_WORK) -o $(BENCH_WORK)/performance.svg
	@echo "$(BENCH_WORK)/results.json and performance.svg: see tests/bench/README.md for docs/performance.md"

install: build ## install below PREFIX (default /usr/local), honouring DESTDIR
	cmake --install $(BUILD) --prefix $(or $(PREFIX),/usr/local)

package: build ## make the .deb in build/package
	@sh cmake/install-packages.sh build test
	@cpack --config $(BUILD)/CPackConfig.cmake -B build/package -G DEB
	@rm -rf build/package/_CPack_Packages
	@ls build/package/*.deb

format: ## lay out the code as .clang-format says
	@git ls-files '*.c' '*.h' | xargs clang-format -i

format-check:
	@git ls-files '*.c' '*.h' | xargs clang-format --dry-run --Werror

clean: ## remove build/
	rm -rf build
