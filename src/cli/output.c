#include "cli/output.h"

#include <errno.h>
#include <stdio.h>

/* Kept at the first failure: a later call would overwrite errno, and ferror() does not tell why. */
static int first_error;

void output_put(const char *text)
{
    errno = 0;
    if (fputs(text, stdout) == EOF && first_error == 0) first_error = errno ? errno : EIO;
}

void output_put_bytes(const char *bytes, size_t size)
{
    errno = 0;
    if (fwrite(bytes, 1, size, stdout) != size && first_error == 0) first_error = errno ? errno : EIO;
}

void output_pad(int columns)
{
    while (columns-- > 0)
        output_put(" ");
}

int output_flush(void)
{
    errno = 0;
    if (fflush(stdout) != 0 && first_error == 0) first_error = errno ? errno : EIO;
    return first_error;
}
