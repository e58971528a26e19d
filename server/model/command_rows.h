/* Short words for the rows of the tables of command_words.h. */
#ifndef MODEL_COMMAND_ROWS_H
#define MODEL_COMMAND_ROWS_H

#include "command_words.h"

#define READ DOES_READ
#define CHANGE DOES_CHANGE
#define ELEVATED (DOES_CHANGE | DOES_ELEVATE)
#define READ_ELEVATED (DOES_READ | DOES_ELEVATE)
#define ROWS(rows) (sizeof(rows) / sizeof *(rows))

#endif
