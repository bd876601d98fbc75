/* When the machine fails, the program ends at once, whichever library met it.
 *
 * What is below hazplan does not always tell: when an allocation, an open or a read fails, one library aborts the process,
 * another takes another font, a third reads an empty table, and the plan looks whole. So the program puts itself between the
 * libraries and libc for these calls. An allocation that is refused, and an open or read that fails for the machine's reasons
 * (an I/O error, too many open files, no memory), is told on standard error and ends the process with exit code 1. That a
 * file is missing or may not be read is an answer, which callers get as ever. So is the refusal of a very large block: those
 * who ask for one look at what they get, and a damaged file may be the reason that they ask.
 *
 * Nothing is tidied up here: the supervisor does that. Once the output is in place, calls fail as they always did.
 */
#ifndef HZP_CLI_FAIL_FAST_H
#define HZP_CLI_FAIL_FAST_H

/* Make the texts, while there is memory; `command` is the name that messages begin with. */
void fail_fast_prepare(const char *command);

/* From here on. */
void fail_fast_begin(void);

/* The output is in place, or the program is about to end. */
void fail_fast_end(void);

#endif
