/* E-readers and other screens: the profiles that a book is made for, readers that are mounted,
 * and the shelves on them that books are put on. */
#ifndef NB_DEVICE_DEVICE_H
#define NB_DEVICE_DEVICE_H

#include "device/ereader.h"
#include "device/issue.h"
#include "device/name.h"
#include "device/profile.h"
#include "device/shelf.h"

#endif
