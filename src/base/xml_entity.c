/* The characters that HTML has names for. */
#include "base/xml.h"

#include <string.h>

#include <libxml/HTMLparser.h>

/* "#8217" or "#x2019" as a number; 0 for none. The numbers 128 to 159 are left to the caller. */
static unsigned numeric_entity(struct nb_str digits)
{
    bool hex = digits.len && (digits.data[0] == 'x' || digits.data[0] == 'X');
    unsigned long value = 0;
    for (size_t i = hex; i < digits.len; i++) {
        char c = nb_ascii_lower(digits.data[i]);
        bool letter = hex && c >= 'a' && c <= 'f';
        if (!nb_ascii_digit(c) && !letter)
            return 0;
        value =
            value * (hex ? 16 : 10) + (unsigned long)(letter ? c - 'a' + 10 : c - '0');
        if (value > 0x10FFFF)
            return 0;
    }
    return value >= 0xD800 && value <= 0xDFFF ? 0 : (unsigned)value;
}

unsigned nb_xml_entity(struct nb_str name)
{
    char copy[16];
    if (name.len && name.data[0] == '&')
        name = nb_str_sub(name, 1, name.len);
    if (name.len && name.data[name.len - 1] == ';')
        name.len--;
    if (!name.len || name.len >= sizeof copy)
        return 0;
    if (name.data[0] == '#')
        return numeric_entity(nb_str_sub(name, 1, name.len));
    memcpy(copy, name.data, name.len);
    copy[name.len] = '\0';
    if (strcmp(copy, "apos") == 0) /* of XML and HTML 5, not of HTML 4 */
        return '\'';
    const htmlEntityDesc *found = htmlEntityLookup((const xmlChar *)copy);
    return found ? found->value : 0;
}
