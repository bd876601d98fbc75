#include <stdio.h>

#include "hazplan/version.h"

int main(void)
{
    puts(hzp_version());
    return 0;
}
