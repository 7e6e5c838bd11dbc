/* Workflow commands, as GitHub's documentation has them: `::error file=…,line=…,col=…::text`. */
#include "app/github.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool nb_github(void)
{
    const char *set = getenv("GITHUB_ACTIONS");
    return set && strcmp(set, "true") == 0;
}

/* A command's data: percent, CR and LF escaped; in a property's value `:` and `,` as well. */
static void add_escaped(struct nb_buf *out, const char *text, bool property)
{
    for (; text && *text; text++) {
        if (*text == '%' || *text == '\r' || *text == '\n' ||
            (property && (*text == ':' || *text == ',')))
            nb_buf_printf(out, "%%%02X", (unsigned char)*text);
        else
            nb_buf_putc(out, *text);
    }
}

/* Paths of annotations start at the workspace; the working folder may lie below it. */
static void add_path(struct nb_buf *out, const char *path)
{
    char folder[PATH_MAX];
    const char *workspace = getenv("GITHUB_WORKSPACE");
    size_t len = workspace ? strlen(workspace) : 0;
    while (len && workspace[len - 1] == '/')
        len--;
    if (*path != '/' && len && getcwd(folder, sizeof folder) &&
        strncmp(folder, workspace, len) == 0 && folder[len] == '/') {
        add_escaped(out, folder + len + 1, true);
        nb_buf_putc(out, '/');
    }
    while (strncmp(path, "./", 2) == 0)
        path += 2;
    add_escaped(out, path, true);
}

static const char *command(enum nb_severity severity)
{
    switch (severity) {
    case NB_INFO:
        return "notice";
    case NB_WARNING:
        return "warning";
    case NB_ERROR:
        return "error";
    }
    return "notice";
}

/* A command is a line that starts with "::", blanks before it or not, or has "##[" anywhere. */
void nb_github_line(const struct nb_diag *diag, struct nb_buf *out)
{
    struct nb_buf line = NB_BUF_INIT;
    nb_diag_format(diag, &line);
    const char *text = nb_buf_cstr(&line);
    if (text[strspn(text, " ")] == ':')
        nb_buf_puts(out, "./");
    for (const char *found; (found = strstr(text, "##[")) != NULL; text = found + 2) {
        nb_buf_add(out, text, (size_t)(found - text));
        nb_buf_puts(out, "## ");
    }
    nb_buf_puts(out, text);
    nb_buf_putc(out, '\n');
    nb_buf_free(&line);
}

void nb_github_annotate(const struct nb_diag *diag, struct nb_buf *out)
{
    nb_buf_printf(out, "::%s ", command(nb_diag_severity(diag->code)));
    if (diag->source && strcmp(diag->source, "-") != 0) {
        nb_buf_puts(out, "file=");
        add_path(out, diag->source);
        nb_buf_putc(out, ',');
    }
    if (diag->line)
        nb_buf_printf(out, "line=%u,", diag->line);
    if (diag->line && diag->column)
        nb_buf_printf(out, "col=%u,", diag->column);
    nb_buf_printf(out, "title=%s::%s", nb_diag_name(diag->code),
                  nb_diag_text(diag->code));
    if (diag->detail)
        nb_buf_puts(out, ": ");
    add_escaped(out, diag->detail, false);
    nb_buf_putc(out, '\n');
}

void nb_github_rest(enum nb_severity severity, size_t count, struct nb_buf *out)
{
    nb_buf_printf(out,
                  "::%s title=newsbind::%zu more in the log and in the job's summary\n",
                  command(severity), count);
}
