/* E-readers and other screens that a book is made for. */
#ifndef NB_DEVICE_DEVICE_H
#define NB_DEVICE_DEVICE_H

#include "device/profile.h"

#endif
