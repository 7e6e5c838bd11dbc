/* Text on its way to libxml2, in pieces. libxml2 compares every attribute of a tag with all
 * before it, so a tag of a million attributes would take hours; here, attributes past a
 * number that no page has become spaces. Scripts and styles of HTML, often most of a page, are
 * left out, but for their line ends, and for JSON. For xml.c alone. */
#ifndef NB_BASE_XML_FEED_H
#define NB_BASE_XML_FEED_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    NB_XML_ATTRIBUTES = 500, /* of one tag that are passed on */
    NB_XML_RAW_NAME = 8      /* room for "script" */
};

/* Where in the markup the last byte stood; the names are libxml2's notion of it. */
enum nb_xml_place {
    NB_XML_TEXT,
    NB_XML_LESS,       /* after < */
    NB_XML_NAME,       /* of a start tag */
    NB_XML_BETWEEN,    /* attributes */
    NB_XML_ATTRIBUTE,  /* its name */
    NB_XML_EQUALS,     /* perhaps before = */
    NB_XML_VALUE,      /* before it */
    NB_XML_BARE,       /* in it */
    NB_XML_QUOTED,     /* in it */
    NB_XML_BOGUS,      /* in what is no attribute */
    NB_XML_END_TAG,    /* after </, or <? in HTML */
    NB_XML_TO_GREATER, /* what ends with > */
    NB_XML_BANG,       /* after <! */
    NB_XML_UNTIL,      /* the end of a comment, of CDATA */
    NB_XML_RAW         /* script or style */
};

struct nb_xml_feed {
    struct nb_str rest;
    bool html;
    bool cut; /* whether an attribute was left out */
    enum nb_xml_place place;
    const char *until;          /* NB_XML_UNTIL ends with it */
    char name[NB_XML_RAW_NAME]; /* of the tag, lower case, its beginning */
    size_t name_length, count, length, matched;
    const char *tag; /* where the name of the last start tag begins */
    bool drops;      /* NB_XML_RAW: what is in it is not passed on */
    char quote, last;
};

/* The next bytes for libxml2, at most `room`, to `to`; 0 at the end. */
size_t nb_xml_feed_read(struct nb_xml_feed *feed, char *to, size_t room);

#endif
