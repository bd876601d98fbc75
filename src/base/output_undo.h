/* The journal of an output set: what is about to be moved, written before the first move, removed after the last. */
#ifndef HZP_BASE_OUTPUT_UNDO_H
#define HZP_BASE_OUTPUT_UNDO_H

#include <glib.h>

#include "base/error.h"

/* Note that the file `relative` (to the output folder) will be put there, in place of an earlier one or not. */
void hzp_journal_add(GString *journal, const char *relative, gboolean replaces);

/* Note that the folder `relative` will be made. */
void hzp_journal_add_folder(GString *journal, const char *relative);

/* Write the journal into the work folder, onto the disk: from here on hzp_output_undo() takes back what was moved. */
HzpStatus hzp_journal_begin(const char *work, const GString *journal);

/* The moves are complete and stay. When this fails they are still to be undone. */
HzpStatus hzp_journal_end(const char *work);

/* Where the work folder has a journal: put earlier files back, take new ones away, and remove the journal. May be asked again
 * when it was itself interrupted. HZP_E_IO naming the file and where the earlier ones are kept; the work folder must then
 * stay. */
HzpStatus hzp_output_undo(const char *work);

#endif
