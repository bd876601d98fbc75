/* Merely read a raster's first band through GDAL, block by block in one thread: the least that anything can take.
 *
 * Usage: read_raster FILE */
#include <gdal.h>
#include <gdal_frmts.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    GDALRegister_GTiff();
    GDALDatasetH raster = GDALOpen(argv[1], GA_ReadOnly);
    if (!raster) return 1;
    GDALRasterBandH band = GDALGetRasterBand(raster, 1);
    int width, height;
    GDALGetBlockSize(band, &width, &height);
    int columns = (GDALGetRasterXSize(raster) + width - 1) / width;
    int rows = (GDALGetRasterYSize(raster) + height - 1) / height;
    float *block = malloc((size_t)width * (size_t)height * sizeof *block);
    if (!block || GDALGetRasterDataType(band) != GDT_Float32) return 1;
    double sum = 0; /* so that the reading is not optimised away */
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
            if (GDALReadBlock(band, column, row, block) != CE_None) return 1;
            sum += block[0];
        }
    }
    printf("%d blocks, %g\n", rows * columns, sum);
    free(block);
    GDALClose(raster);
    return 0;
}
