/* depot_of.h — where the files lie, as the command line says: in the data folder, or with --store s3://bucket/prefix in a store
 * whose address and key stand in a file of their own, never in argv or the environment.
 *
 * The key file is looked for in --store-key FILE, then $CREDENTIALS_DIRECTORY/store.key (systemd LoadCredential=), then <data
 * folder>.store.key beside the data folder. A file that others can read is refused. Its lines:
 *
 *   endpoint = https://s3.example.cn      with {bucket} in it the bucket is part of the host
 *   region = cn-north-1
 *   access = …
 *   secret = …
 *   ca = /etc/heye/store-ca.pem           only for a store whose certificate is not from a public authority
 */
#ifndef HEYE_MAIN_DEPOT_OF_H
#define HEYE_MAIN_DEPOT_OF_H

#include "depot/depot.h"
#include "main/option.h"

/* Any error has been said to standard error or the log. */
MUST_USE enum err depot_of(const struct options *o, const char *dir, struct depot **d);

#endif
