#include "cli/cli.h"
#include "routes.h"

int main(int argc, char **argv)
{
    return cli_main(argc, argv, portal_routes, embedded_assets);
}
