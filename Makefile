# newsbind: see README.md. GNU make; every target is safe with -j.
#   make demo      sets up what is missing, builds, binds samples/weekly to build/demo
#   make test      sets up what is missing, builds and runs all tests
#   make deb       a Debian package, build/newsbind_*.deb
#   make lint san fuzz bench install uninstall clean

VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
CC ?= cc
CFLAGS ?= -O2 -g
FLAVOUR ?= release
B := build/$(FLAVOUR)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
  -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wpointer-arith \
  -Wundef -Wvla -Wformat=2 -Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough
ifdef CI
WARN += -Werror
endif
MAIN_PKGS := libzip libxml-2.0 harfbuzz harfbuzz-subset icu-uc icu-i18n fribidi libdeflate \
  yaml-0.1 jansson uchardet libexttextcat freetype2 libpng libjpeg libmd md4c
IMAGE_PKGS := vips
SAN_FLAGS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
flavour_release :=
flavour_san := $(SAN_FLAGS) -O1
flavour_fuzz := -fsanitize=fuzzer-no-link,address,undefined -O1
FUZZ_CC ?= clang

# pkg-config runs only when something is compiled: not for clean, and not before the set-up.
pc = $(shell pkg-config $(1) $(2) 2>/dev/null)
INCLUDES = $(patsubst -I%,-isystem %,$(call pc,--cflags-only-I,$(1)))
NEED_PKGS := $(filter-out clean setup setup-test setup-lint setup-deb uninstall,$(or $(MAKECMDGOALS),all))
ifneq ($(NEED_PKGS),)
MAIN_INC := $(call INCLUDES,$(MAIN_PKGS))
# Libraries with thousands of names are linked first, though others bring them: the dynamic linker
# looks for each name in that order, and half of the time of a start goes there.
FIRST_LIBS := $(filter /%,$(foreach l,libstdc++.so.6 libcrypto.so.3,$(shell $(CC) -print-file-name=$l)))
MAIN_LIBS := $(call pc,--libs,$(MAIN_PKGS)) -lhpdf -lm -pthread
IMAGE_INC := $(call INCLUDES,$(IMAGE_PKGS))
IMAGE_LIBS := $(call pc,--libs,$(IMAGE_PKGS)) -lm
endif
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -DNB_VERSION='"$(VERSION)"' $(WARN) $(CFLAGS) \
  $(flavour_$(FLAVOUR)) -pthread -Isrc

LIB_SRC := $(filter-out src/main.c $(wildcard src/image/helper/*.c),$(wildcard src/*/*.c))
HELPER_SRC := $(wildcard src/image/helper/*.c)
TEST_SRC := $(wildcard tests/unit/test_*.c)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
LIB_OBJ := $(LIB_SRC:%.c=$B/%.o)
TESTS := $(TEST_SRC:tests/unit/%.c=$B/tests/%)
LIB := $B/libnewsbind.a
PROGRAMS := $B/newsbind $(if $(HELPER_SRC),$B/newsbind-image)
FUZZERS := $(FUZZ_SRC:tests/fuzz/%.c=$B/%)

.PHONY: all programs tests demo gallery test check lint san fuzz bench clean deb \
  install install-program install-library uninstall setup setup-test setup-lint setup-deb
.DEFAULT_GOAL := all
.SUFFIXES:

all: programs
	@mkdir -p build
	@for f in $(PROGRAMS) $(LIB); do ln -sfn $(FLAVOUR)/$${f##*/} build/$${f##*/}; done
programs: $(PROGRAMS) $(LIB)
tests: $(TESTS) $B/golden

$(LIB): $(LIB_OBJ)
	@rm -f $@
	$(AR) rcsD $@ $^
$B/newsbind: $B/src/main.o $(LIB)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ -Wl,--no-as-needed $(FIRST_LIBS) -Wl,--as-needed $^ $(MAIN_LIBS)
$B/newsbind-image: $(HELPER_SRC:%.c=$B/%.o)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(IMAGE_LIBS)
$B/src/image/helper/%.o: src/image/helper/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(IMAGE_INC) -MMD -MP -c -o $@ $<
$B/src/image/scale.o: CFLAGS += -O3
$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(MAIN_INC) -MMD -MP -c -o $@ $<
$B/tests/%: $B/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(MAIN_LIBS) -lcmocka
$B/tests/test_store: LDFLAGS += -Wl,--wrap=nb_path_swap -Wl,--wrap=nb_path_move
$B/golden: $B/tests/golden/golden.o $(LIB)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(MAIN_LIBS)
$B/fuzz_%: $B/tests/fuzz/fuzz_%.o $(LIB)
	$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $^ $(MAIN_LIBS)
.PRECIOUS: $B/%.o
-include $(shell [ -d $B ] && find $B -name '*.d')

# Sets up the packages that a fresh machine lacks; says which. See .ci/packages.
setup:
	@.ci/setup build
setup-test:
	@.ci/setup build test deb
setup-lint:
	@.ci/setup build test deb lint
setup-deb:
	@.ci/setup build deb

demo: setup
	@$(MAKE) --no-print-directory all
	@mkdir -p build/demo
	build/newsbind build samples/weekly/weekly.yaml -o build/demo/weekly.pdf -o build/demo/weekly.epub
	@ls -l build/demo/weekly.pdf build/demo/weekly.epub

# The pictures in README.md.
gallery: demo
	@.ci/setup test
	@mkdir -p samples/gallery
	pdftoppm -r 60 -f 1 -l 1 -singlefile -png build/demo/weekly.pdf samples/gallery/front
	for page in magazine:3 reader:3 eink:4 plain:3; do style=$${page%:*}; \
	  build/newsbind build samples/weekly/weekly.yaml --quiet --style $$style -o build/demo/$$style.pdf && \
	  pdftoppm -scale-to-x 300 -scale-to-y -1 -f $${page#*:} -l $${page#*:} -singlefile -png build/demo/$$style.pdf samples/gallery/$$style || exit 1; \
	done
	mutool draw -q -W 420 -H 640 -S 13 -r 84 -o samples/gallery/book.png build/demo/weekly.epub 6

test: setup-test
	@$(MAKE) --no-print-directory check
check: all tests
	@tests/run $B
san: setup-test
	@$(MAKE) --no-print-directory FLAVOUR=san programs tests
	@tests/run build/san
fuzz: setup-lint
	@$(MAKE) --no-print-directory FLAVOUR=fuzz CC=$(FUZZ_CC) fuzzers
	@tests/fuzz/run build/fuzz $(FUZZ_SECONDS)
.PHONY: fuzzers
fuzzers: $(FUZZERS)
lint: setup-lint
	@$(MAKE) --no-print-directory deb
	@tests/lint/run "$(MAIN_INC)" "$(IMAGE_INC)"
bench: setup
	@$(MAKE) --no-print-directory all
	@tests/bench/run build/newsbind

DATA := $(DESTDIR)$(PREFIX)/share/newsbind
ZSH_COMPLETIONS ?= $(PREFIX)/share/zsh/site-functions
install: install-program install-library
install-program: all
	install -Dm755 -t $(DESTDIR)$(PREFIX)/bin $(PROGRAMS)
	install -Dm644 -t $(DATA)/styles styles/*.css
	install -Dm644 -t $(DATA)/styles/common styles/common/*.css
	install -Dm644 -t $(DATA)/fonts fonts/catalogue.css
	install -Dm644 src/app/newsbind.1 $(DESTDIR)$(PREFIX)/share/man/man1/newsbind.1
	install -Dm644 src/app/completion.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/newsbind
	install -Dm644 src/app/completion.zsh $(DESTDIR)$(ZSH_COMPLETIONS)/_newsbind
	install -Dm644 src/app/completion.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/newsbind.fish
install-library: all
	install -Dm644 $(LIB) $(DESTDIR)$(PREFIX)/lib/libnewsbind.a
	for d in src/*/; do n=$$(basename $$d); [ $$n = app ] || install -Dm644 -t $(DESTDIR)$(PREFIX)/include/newsbind/$$n $$d*.h; done
	install -Dm644 -t $(DESTDIR)$(PREFIX)/include/newsbind/base src/base/diag.def
	install -d $(DESTDIR)$(PREFIX)/lib/pkgconfig
	sed 's|@PREFIX@|$(PREFIX)|;s|@VERSION@|$(VERSION)|;s|@PKGS@|$(MAIN_PKGS)|' src/app/newsbind.pc.in \
	  > $(DESTDIR)$(PREFIX)/lib/pkgconfig/newsbind.pc
uninstall:
	rm -rf $(DATA) $(DESTDIR)$(PREFIX)/include/newsbind
	rm -f $(DESTDIR)$(ZSH_COMPLETIONS)/_newsbind
	cd $(DESTDIR)$(PREFIX) && rm -f bin/newsbind bin/newsbind-image lib/libnewsbind.a \
	  share/man/man1/newsbind.1 share/bash-completion/completions/newsbind \
	  share/fish/vendor_completions.d/newsbind.fish \
	  lib/pkgconfig/newsbind.pc
# Reproducible: the same tree gives the same bytes.
deb: setup-deb
	@$(MAKE) --no-print-directory all
	@.ci/deb/build $(VERSION) $(FLAVOUR) build
clean:
	rm -rf build
