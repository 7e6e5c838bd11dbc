/* What every unit test includes: cmocka with the headers that it needs first. */
#ifndef NB_UNIT_H
#define NB_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
