// Made by `npm run api:types` from the server's route table. Do not edit.

export interface paths {
    "/api/v1/session/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by the one-time link of the first start */
        post: operations["signInByLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["getSession"];
        put?: never;
        /** Sign in; answers `totp-needed` (401) where the second factor is missing */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the own password; ends all other sessions */
        put: operations["setPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/language": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the own language; null follows the browser */
        put: operations["setLanguage"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Turn the second factor on */
        put: operations["confirmTotp"];
        /** Make a secret for the second factor; it counts once confirmed by a code */
        post: operations["createTotp"];
        /** Turn the second factor off */
        delete: operations["deleteTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All users */
        get: operations["listUsers"];
        put?: never;
        /** Add a user; answers the one-time link to hand over */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a user */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /** Change role, disable, or reset password and second factor (answers a new one-time link) */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API tokens, without their secrets */
        get: operations["listTokens"];
        put?: never;
        /** Make an API token; its secret is shown this once */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API token */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What matters today */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For the palette: a few assets, findings and controls that match */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Findings, worst first unless sorted otherwise */
        get: operations["listFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Findings counted by one property, largest group first */
        get: operations["groupFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One finding with proof, fix, history and what is related */
        get: operations["getFinding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All findings that match, as a file */
        get: operations["exportFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exceptions, newest first */
        get: operations["listExceptions"];
        put?: never;
        /** Accept a risk for a time: of one finding, or of a rule over an account or assets */
        post: operations["createException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End an exception */
        delete: operations["deleteException"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Assets by name */
        get: operations["listAssets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/detail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One asset with its data, findings, relations and history */
        get: operations["getAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Assets counted by kind */
        get: operations["countKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/regions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every region of the provider: where assets are, and where there should be none */
        get: operations["listRegions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts of all connections */
        get: operations["listAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Container images, of highest risk first unless sorted otherwise */
        get: operations["listImages"];
        put?: never;
        /** Read an image of a registry and judge it; answers the scan that does */
        post: operations["scanImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many images and hosts there are, and what is wrong with them */
        get: operations["countImages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One image: configuration, layers, findings, signatures, and what is known of its life */
        get: operations["getImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trust-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom the organisation trusts with which images */
        get: operations["getTrustPolicy"];
        /** Change whom to trust; every image is judged anew by the signatures that were collected last */
        put: operations["setTrustPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hosts, of highest risk first */
        get: operations["listHosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One host with what was read of it and its open findings of controls */
        get: operations["getHost"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vulnerabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Vulnerabilities over all images and hosts, of highest risk first unless sorted otherwise */
        get: operations["listVulnerabilities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vulnerabilities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One vulnerability; where it is found is listed by `/affected` */
        get: operations["getVulnerability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/affected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Vulnerabilities in packages of images and hosts, of highest risk first: of one image, of one vulnerability, or all */
        get: operations["listAffected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/affected/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same by package: what to update, and what that mends */
        get: operations["groupAffected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Packages by name, over all images and hosts or of one */
        get: operations["listPackages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packages/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Images and hosts that have a package */
        get: operations["listPackagePlaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sbom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bill of materials of an image or host, with what is known of its packages */
        get: operations["exportSbom"];
        put?: never;
        /** A bill of materials made elsewhere (CycloneDX, SPDX, or an attestation around one); compared with the advisories on arrival */
        post: operations["uploadSbom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advisories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State of the advisory database */
        get: operations["getAdvisories"];
        /** Take an advisory database that was made elsewhere (`hwaseong db`), for servers without a network */
        put: operations["importAdvisories"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advisories/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetch the feeds now and compare everything anew; answers once it is queued */
        post: operations["updateAdvisories"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Registries with their state */
        get: operations["listRegistries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registries/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Policies that would clean a registry up and guard it, and what they would remove; nothing is applied */
        get: operations["getRegistryProposals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/harbor/api/v1/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scanner adapter of Harbor: what it can do */
        get: operations["getHarborScanner"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/harbor/api/v1/scan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Scanner adapter of Harbor: scan an image of a registry that is connected */
        post: operations["startHarborScan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/harbor/api/v1/scan/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scanner adapter of Harbor: the report on an image; 302 as long as it is being scanned */
        get: operations["getHarborReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry-events/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notice of a registry that an image was pushed: Distribution notifications, Harbor webhooks, ECR by EventBridge. Images pushed are scanned */
        post: operations["receiveRegistryEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every control with its results */
        get: operations["listControls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/controls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One control: text, fix, parameters, mappings */
        get: operations["getControl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/controls/{id}/params": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set parameters for the organisation or one account; null takes a value back. What it changes is judged anew */
        put: operations["setControlParams"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Frameworks with how their requirements stand */
        get: operations["listFrameworks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/{framework}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One framework as a tree of requirements with controls and evidence */
        get: operations["getFramework"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/{framework}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A report to file */
        get: operations["getFrameworkReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/{framework}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give evidence for a requirement by hand */
        post: operations["addEvidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evidence/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take evidence back */
        delete: operations["deleteEvidence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Connections with their last scan */
        get: operations["listConnections"];
        put?: never;
        /** Add a connection to a cloud or a registry; its ExternalId is made here */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connection */
        get: operations["getConnection"];
        put?: never;
        post?: never;
        /** Remove a connection with everything that was collected through it */
        delete: operations["deleteConnection"];
        options?: never;
        head?: never;
        /** Change a connection */
        patch: operations["updateConnection"];
        trace?: never;
    };
    "/api/v1/connections/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try the credentials */
        post: operations["testConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/scan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Scan now; answers the running scan where there is one */
        post: operations["startScan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/aws/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The least a role must be allowed */
        get: operations["getAwsPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scans, newest first */
        get: operations["listScans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One scan with its progress */
        get: operations["getScan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a scan; what is known stays as it was */
        post: operations["cancelScan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Facts and collections of a scan made elsewhere, one JSON record a line; judged on arrival */
        post: operations["uploadFacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring the sample organisation back */
        post: operations["createSample"];
        /** Remove the sample organisation */
        delete: operations["deleteSample"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Incidents, newest activity first */
        get: operations["listIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One incident with its timeline: alerts, their events, and what came before and after */
        get: operations["getIncident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Work an incident: status, verdict, assignee, a note */
        patch: operations["updateIncident"];
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alerts, newest first */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alert with the events it rests on */
        get: operations["getAlert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open incidents and alerts by severity and day, events taken in and lost */
        get: operations["detectionOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes events in: NDJSON, a JSON list or {"Records": [...]}, gzip or not. 429 where the server cannot keep up: send again later */
        post: operations["postEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stored events, newest first */
        get: operations["searchEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One stored event with its record */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One SELECT over the table `events`, under limits of time, memory and rows */
        post: operations["queryEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Matching events over time, in equal steps */
        get: operations["eventHistogram"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events and alerts as they pass (server-sent events); what a reader is too slow for is left out and counted */
        get: operations["liveEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of logs that are understood, and what of each came in the last day */
        get: operations["eventSources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrichment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files in the data folder that know something of addresses and domains */
        get: operations["listEnrichment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where events come from, and how that goes */
        get: operations["listFeeds"];
        put?: never;
        /** Take events from one more place */
        post: operations["createFeed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feeds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change where events are taken from */
        put: operations["updateFeed"];
        post?: never;
        /** Take no more events from there; what is stored stays */
        delete: operations["deleteFeed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every detection, with how often it fires */
        get: operations["listDetections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One detection with its Sigma text and exceptions */
        get: operations["getDetection"];
        put?: never;
        post?: never;
        /** Remove an imported detection */
        delete: operations["deleteDetection"];
        options?: never;
        head?: never;
        /** Switch a detection on or off */
        patch: operations["setDetection"];
        trace?: never;
    };
    "/api/v1/detections/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take Sigma rules in as they are; each is checked, and rejected ones are named with the reason */
        post: operations["importDetections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would a detection have raised over stored events? Raises nothing */
        post: operations["startReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a replay goes */
        get: operations["getReplay"];
        put?: never;
        post?: never;
        /** Stop a replay */
        delete: operations["cancelReplay"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detection-exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exceptions of detections */
        get: operations["listDetectionExceptions"];
        put?: never;
        /** Let a detection be silent about something, with a reason and an end */
        post: operations["createDetectionException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detection-exceptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End an exception */
        delete: operations["deleteDetectionException"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ATT&CK tactics and techniques: which are covered, which were seen, which are silent for want of events */
        get: operations["attackMatrix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/known-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events worth knowing, with their words, category and ATT&CK technique */
        get: operations["knownEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Watches */
        get: operations["listWatches"];
        put?: never;
        /** Watch events */
        post: operations["createWatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a watch */
        put: operations["updateWatch"];
        post?: never;
        /** End a watch */
        delete: operations["deleteWatch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists that detections ask (Sigma placeholders): trusted automation, allowed regions, ... */
        get: operations["listLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/trusted_automation/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed things in the last two weeks only ever with one tool, and is not on the list of trusted automation */
        get: operations["listCandidates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a list; null brings the default back */
        put: operations["setList"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is told, and how */
        get: operations["listChannels"];
        put?: never;
        /** Add a channel */
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a channel; without a secret the old one stays */
        put: operations["updateChannel"];
        post?: never;
        /** Remove a channel */
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test message now */
        post: operations["testChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Which incidents go to which channel */
        put: operations["setRouting"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was told, newest first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a failed delivery again */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Settings of the organisation */
        get: operations["getSettings"];
        /** Change settings; what is left out stays */
        put: operations["setSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process lives */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The store answers and the jobs run; 503 otherwise */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prometheus metrics */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            id: string;
            name: string;
            provider: string;
            assets: number;
            open: components["schemas"]["SeverityCounts"];
            sample: boolean;
        };
        Activity: {
            id: string;
            /** @description Id of the event source */
            source: string;
            /** Format: date-time */
            time: string;
            action: string;
            /** @description People’s word for the action, where it is a known event */
            title: components["schemas"]["Text"] | null;
            service: string;
            /** @enum {string} */
            outcome: "success" | "failure" | "unknown";
            error: string | null;
            actor: {
                type: string;
                id: string;
                name: string;
                session: string | null;
            };
            account: string;
            accountName: string;
            region: string;
            ip: string | null;
            place: {
                country: string | null;
                city: string | null;
                organisation: string | null;
                cloud: string | null;
                /** @description `tor`, `vpn`, `internal`, names of threat lists */
                tags: string[];
            } | null;
            agent: string | null;
            assets: string[];
        };
        Advisories: {
            /** @description False: there is no database yet, and nothing can be told of any package */
            present: boolean;
            date: string | null;
            ageHours: number | null;
            /** @description Some feed is older than a week */
            stale: boolean;
            /** @description Bytes */
            size: number | null;
            feeds: components["schemas"]["AdvisoryFeed"][];
            updating: boolean;
            /** @description How the last comparison of everything with new advisories came out */
            rejudged: {
                /** Format: date-time */
                at: string;
                boms: number;
                opened: number;
                resolved: number;
                seconds: number;
            } | null;
        };
        AdvisoryFeed: {
            id: string;
            /** @description When its data were what its maker publishes; null where it was never had */
            updated: string | null;
            records: number;
            title: string;
            /** @description Why the last update of it failed */
            error: string | null;
        };
        Affected: {
            /** @description Id of the finding */
            finding: string;
            vulnerability: components["schemas"]["Vulnerability"];
            asset: components["schemas"]["AssetRef"];
            package: {
                name: string;
                type: components["schemas"]["PackageType"];
                purl: string;
            };
            installed: string;
            /** @description Versions that mend it, the nearest first; empty: none is known */
            fixed: string[];
            fixStatus: components["schemas"]["FixStatus"];
            severity: components["schemas"]["Severity"];
            risk: number;
            paths: string[];
            /** @description Diff ids of the layers that brought it */
            layers: string[];
            excepted: boolean;
            /** @description The newest judgement could not tell */
            stale: boolean;
            /** Format: date-time */
            firstSeen: string;
        };
        AffectedPackage: {
            purl: string;
            name: string;
            type: components["schemas"]["PackageType"];
            installed: string;
            paths: string[];
            /** @description The version that mends all of them that can be mended */
            update: string | null;
            /** @description Findings that an update mends */
            mends: number;
            open: components["schemas"]["SeverityCounts"];
            risk: number;
            vulnerabilities: string[];
            assets: number;
        };
        Alert: {
            id: string;
            detection: string;
            title: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            techniques: string[];
            /** @description What tells it from other alerts of the detection */
            group: {
                [key: string]: string;
            };
            actor: string;
            account: string;
            region: string;
            ip: string | null;
            assets: string[];
            source: string;
            /**
             * Format: date-time
             * @description Of its earliest event
             */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            /**
             * Format: date-time
             * @description When it was first stored
             */
            raisedAt: string;
            /** @description Events it rests on, as far as they are kept */
            events: number;
            incident: string | null;
            /** @description The watch that raised it */
            watch: string | null;
            /** @description An exception made later covers it */
            excepted: boolean;
        };
        AlertDetail: {
            id: string;
            detection: string;
            title: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            techniques: string[];
            /** @description What tells it from other alerts of the detection */
            group: {
                [key: string]: string;
            };
            actor: string;
            account: string;
            region: string;
            ip: string | null;
            assets: string[];
            source: string;
            /**
             * Format: date-time
             * @description Of its earliest event
             */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            /**
             * Format: date-time
             * @description When it was first stored
             */
            raisedAt: string;
            /** @description Events it rests on, as far as they are kept */
            events: number;
            incident: string | null;
            /** @description The watch that raised it */
            watch: string | null;
            /** @description An exception made later covers it */
            excepted: boolean;
            why: components["schemas"]["Text"];
            respond: components["schemas"]["Text"] | null;
            /** @description `kept`: false where the event is no longer stored */
            evidence: {
                event: components["schemas"]["Activity"];
                record: unknown;
                kept: boolean;
            }[];
            /** @description What an exception for the likes of it would ask for */
            exceptionDraft: {
                field: string;
                value: string;
            }[];
        };
        ApiToken: {
            id: string;
            name: string;
            /** @description First characters of the secret */
            prefix: string;
            scopes: components["schemas"]["TokenScope"][];
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            lastUsed: string | null;
        };
        Asset: {
            id: string;
            kind: string;
            kindTitle: components["schemas"]["Text"];
            provider: string;
            account: string;
            region: string;
            name: string;
            category: components["schemas"]["Category"];
            tags: {
                [key: string]: string;
            };
            /** Format: date-time */
            firstSeen: string;
            /** Format: date-time */
            lastSeen: string;
            goneAt: string | null;
            /** @description Open findings */
            open: components["schemas"]["SeverityCounts"];
        };
        AssetDetail: {
            id: string;
            kind: string;
            kindTitle: components["schemas"]["Text"];
            provider: string;
            account: string;
            region: string;
            name: string;
            category: components["schemas"]["Category"];
            tags: {
                [key: string]: string;
            };
            /** Format: date-time */
            firstSeen: string;
            /** Format: date-time */
            lastSeen: string;
            goneAt: string | null;
            /** @description Open findings */
            open: components["schemas"]["SeverityCounts"];
            data: unknown;
            findings: components["schemas"]["Finding"][];
            relations: components["schemas"]["RelatedAsset"][];
            history: {
                /** Format: date-time */
                at: string;
                /** @description Fields whose value changed; empty for the first version */
                changed: {
                    path: string;
                    before?: unknown;
                    after?: unknown;
                }[];
            }[];
        };
        AssetRef: {
            id: string;
            kind: string;
            kindTitle: components["schemas"]["Text"];
            provider: string;
            account: string;
            region: string;
            name: string;
            category: components["schemas"]["Category"];
        };
        AuditEntry: {
            id: string;
            /** Format: date-time */
            at: string;
            /** @description User name, `token:NAME`, or `system` */
            actor: string;
            /** @description Operation id of what was asked for: `signIn`, `createConnection`, … */
            action: string;
            target: string | null;
            /** @description False where it was refused or failed; `detail.code` says why */
            ok: boolean;
            address: string | null;
            detail: {
                [key: string]: unknown;
            };
        };
        /** @enum {string} */
        Category: "organization" | "identity" | "compute" | "container" | "storage" | "database" | "network" | "messaging" | "security" | "management" | "ai" | "code";
        Channel: {
            id: string;
            name: string;
            /** @enum {string} */
            type: "slack" | "teams" | "email" | "webhook" | "pagerduty" | "syslog";
            enabled: boolean;
            /** @enum {string} */
            language: "en" | "ko" | "both";
            /** @description Without secrets */
            settings: {
                [key: string]: unknown;
            };
            quiet: {
                from: string;
                to: string;
                timeZone: string;
                /** @description This and worse is told at once all the same */
                except: components["schemas"]["Severity"];
            } | null;
            /** @description Gathered for so long and told as one; null: at once */
            digestMinutes: number | null;
            /** @enum {string} */
            state: "ok" | "failing" | "unused" | "off";
            error: components["schemas"]["Text"] | null;
            lastSent: string | null;
            waiting: number;
        };
        Connection: {
            id: string;
            /**
             * @description `oci`, `host`, `code`: facts are uploaded, nothing is fetched
             * @enum {string}
             */
            provider: "aws" | "registry" | "oci" | "host" | "code";
            name: string;
            /** @description Only these; empty for every enabled region */
            regions: string[];
            /** @description Also scan every account of the organisation through this role */
            organization: {
                role: string;
            } | null;
            /** @description Cron (UTC), null for by hand only */
            schedule: string | null;
            enabled: boolean;
            /** @description For registries */
            registry: {
                /**
                 * Format: uri
                 * @description `https://registry.example:5000`; plain HTTP only where it says so
                 */
                url: string;
                /**
                 * @default auto
                 * @enum {string}
                 */
                kind: "auto" | "distribution" | "harbor" | "ecr" | "nexus" | "jfrog";
                /**
                 * @description Patterns with `*`; empty for all
                 * @default []
                 */
                repositories: string[];
                /**
                 * @description So many newest tags of each repository are scanned
                 * @default 3
                 */
                tags: number;
            } | null;
            sample: boolean;
            /** @description Without secrets */
            credentials: {
                /** @enum {string} */
                type: "keys" | "role" | "password" | "none";
                /** @description Masked */
                accessKeyId: string | null;
                username: string | null;
                roleArn: string | null;
            };
            externalId: string;
            accounts: string[];
            /** Format: date-time */
            createdAt: string;
            lastScan: components["schemas"]["Scan"] | null;
            nextScan: string | null;
        };
        Control: {
            id: string;
            title: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            provider: string;
            kind: string;
            kindTitle: components["schemas"]["Text"];
            frameworks: string[];
            /** @description Has parameters */
            adjustable: boolean;
            results: components["schemas"]["StatusCounts"];
        };
        ControlDetail: {
            id: string;
            title: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            provider: string;
            kind: string;
            kindTitle: components["schemas"]["Text"];
            frameworks: string[];
            /** @description Has parameters */
            adjustable: boolean;
            results: components["schemas"]["StatusCounts"];
            why: components["schemas"]["Text"];
            remediation: components["schemas"]["Remediation"];
            /** @description Operations whose answers it reads */
            uses: string[];
            params: components["schemas"]["ControlParam"][];
            maps: components["schemas"]["FrameworkMapping"][];
            expression: {
                each: string | null;
                when: string | null;
                pass: string;
            };
        };
        ControlParam: {
            name: string;
            title: components["schemas"]["Text"];
            /** @enum {string} */
            type: "int" | "string" | "bool" | "strings" | "ints";
            default: number | string | boolean | (number | string)[];
            /** @description Set for the organisation */
            organization: (number | string | boolean | (number | string)[]) | null;
            /** @description Set for single accounts, by account id */
            accounts: {
                [key: string]: number | string | boolean | (number | string)[];
            };
        };
        Delivery: {
            id: string;
            channel: string;
            incident: string | null;
            title: components["schemas"]["Text"];
            /** @enum {string} */
            state: "waiting" | "held" | "sent" | "failed";
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            sentAt: string | null;
            nextAt: string | null;
            error: string | null;
        };
        Detection: {
            id: string;
            title: components["schemas"]["Text"];
            why: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            techniques: string[];
            tactics: string[];
            sources: string[];
            /** @enum {string} */
            kind: "rule" | "correlation";
            /** @enum {string} */
            origin: "product" | "user";
            author: string | null;
            enabled: boolean;
            alertsLastMonth: number;
            lastAlert: string | null;
            /**
             * @description `no-events`: no event of its sources came in the last week
             * @enum {string}
             */
            state: "firing" | "silent" | "no-events" | "off";
        };
        DetectionException: {
            id: string;
            detection: string;
            /** @description All must hold; `*` stands for any run of characters */
            fields: {
                field: string;
                value: string;
            }[];
            reason: string;
            /** Format: date-time */
            expiresAt: string;
            expired: boolean;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** @description The Sigma filter that it is */
            sigma: string;
        };
        Distribution: {
            /** @description `ID` of os-release(5) */
            id: string;
            version: string;
            /** @description As people call it */
            name: string;
            /** @description When its vendor stops mending it; null where we do not know */
            endOfLife: string | null;
            /** @description Past that day; null where we do not know */
            ended: boolean | null;
        };
        /** @description FIRST EPSS: how likely it is exploited within 30 days, 0 to 1 */
        Epss: {
            probability: number;
            percentile: number;
        };
        Error: {
            error: {
                /** @description Stable, for programs */
                code: string;
                message: components["schemas"]["Text"];
                /** @description What was wrong with the request, field by field */
                fields?: {
                    path: string;
                    problem: string;
                }[];
            };
        };
        EventFeed: {
            id: string;
            name: string;
            /** @enum {string} */
            type: "cloudtrail-s3" | "cloudtrail-sqs" | "cloudtrail-lookup" | "flow-logs-s3" | "aws-findings" | "event-hubs" | "azure-storage" | "pubsub" | "http" | "syslog";
            enabled: boolean;
            connection: string | null;
            /** @description Without secrets */
            settings: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            state: "running" | "waiting" | "failing" | "off";
            error: components["schemas"]["Text"] | null;
            /** @description Time of the newest event */
            newest: string | null;
            checkedAt: string | null;
            lagSeconds: number | null;
            taken: number;
            duplicates: number;
            lost: {
                /** @enum {string} */
                reason: "malformed" | "too-large" | "unknown-source" | "late" | "future" | "gap" | "evicted" | "stream-cut";
                count: number;
            }[];
        };
        Evidence: {
            id: string;
            requirement: string;
            statement: string;
            link: string | null;
            by: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            validUntil: string;
            expired: boolean;
        };
        Exception: {
            id: string;
            finding: string | null;
            rule: string | null;
            account: string | null;
            /** @description Asset ids with `*` for any run of characters */
            assetPattern: string | null;
            reason: string;
            owner: string | null;
            expiresAt: string | null;
            expired: boolean;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** @description Open findings it covers now */
            covers: number;
        };
        /** @description Its entry among CISA’s known exploited vulnerabilities */
        Exploited: {
            added: string;
            due: string | null;
            ransomware: boolean;
        };
        Finding: {
            id: string;
            /** @description Id of the control, or of the vulnerability */
            rule: string;
            class: components["schemas"]["FindingClass"];
            title: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            /** @description 0 to 100: severity weighed by exposure */
            risk: number;
            /** @enum {string} */
            status: "open" | "resolved";
            resolution: ("fixed" | "not-applicable" | "removed") | null;
            /** @description Open, but the newest judgement could not tell */
            stale: boolean;
            excepted: boolean;
            asset: components["schemas"]["AssetRef"];
            /** @description Tells the elements of one asset apart; empty for the whole asset */
            discriminator: string;
            /** Format: date-time */
            firstSeen: string;
            /** Format: date-time */
            lastSeen: string;
            resolvedAt: string | null;
        };
        /**
         * @description What a finding rests on: a control, or advisories on a package
         * @enum {string}
         */
        FindingClass: "control" | "vulnerability";
        FindingDetail: {
            id: string;
            /** @description Id of the control, or of the vulnerability */
            rule: string;
            class: components["schemas"]["FindingClass"];
            title: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            /** @description 0 to 100: severity weighed by exposure */
            risk: number;
            /** @enum {string} */
            status: "open" | "resolved";
            resolution: ("fixed" | "not-applicable" | "removed") | null;
            /** @description Open, but the newest judgement could not tell */
            stale: boolean;
            excepted: boolean;
            asset: components["schemas"]["AssetRef"];
            /** @description Tells the elements of one asset apart; empty for the whole asset */
            discriminator: string;
            /** Format: date-time */
            firstSeen: string;
            /** Format: date-time */
            lastSeen: string;
            resolvedAt: string | null;
            why: components["schemas"]["Text"];
            remediation: components["schemas"]["Remediation"];
            maps: components["schemas"]["FrameworkMapping"][];
            evidence: {
                [key: string]: unknown;
            };
            /** @description What was missing in the newest judgement, where it is stale */
            unknown: {
                operation: string;
                code: string;
                permission: string | null;
            } | null;
            judgedAt: string | null;
            assetData: unknown;
            assetTags: {
                [key: string]: string;
            };
            facts: components["schemas"]["UsedFact"][];
            history: {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                type: "opened" | "resolved" | "reopened" | "stale" | "confirmed" | "excepted" | "exception-ended";
                actor: string | null;
                note: string | null;
            }[];
            exception: components["schemas"]["Exception"] | null;
            related: components["schemas"]["RelatedAsset"][];
            /** @description Other findings of the same asset */
            others: components["schemas"]["Finding"][];
        };
        /**
         * @description `affected`: no fix is known; the others as the vendor says
         * @enum {string}
         */
        FixStatus: "fixed" | "affected" | "will-not-fix" | "end-of-life" | "under-investigation";
        Framework: {
            id: string;
            title: components["schemas"]["Text"];
            publisher: string;
            version: string;
            /** @enum {string} */
            extent: "whole" | "touched";
            source: string;
            requirements: number;
            counts: components["schemas"]["RequirementCounts"];
            /** @description Requirements whose controls pass, of those that controls judge; unknown ones count as judged */
            score: {
                passing: number;
                judged: number;
            };
        };
        FrameworkDetail: {
            id: string;
            title: components["schemas"]["Text"];
            publisher: string;
            version: string;
            /** @enum {string} */
            extent: "whole" | "touched";
            source: string;
            requirements: number;
            counts: components["schemas"]["RequirementCounts"];
            /** @description Requirements whose controls pass, of those that controls judge; unknown ones count as judged */
            score: {
                passing: number;
                judged: number;
            };
            tree: components["schemas"]["Requirement"][];
            /** @description Requirements that controls name and the framework does not have */
            strays: {
                control: string;
                requirement: string;
            }[];
        };
        FrameworkMapping: {
            framework: string;
            title: components["schemas"]["Text"];
            requirements: {
                id: string;
                title: components["schemas"]["Text"];
            }[];
        };
        Host: {
            id: string;
            name: string;
            kernel: string | null;
            architecture: string | null;
            packages: number;
            /** @description Vulnerabilities: open and accepted by nobody */
            open: components["schemas"]["SeverityCounts"];
            /** @description Of them: those that an update mends */
            fixable: number;
            /** @description Of them: those in CISA’s catalogue of known exploited vulnerabilities */
            exploited: number;
            /** @description Vulnerabilities accepted for a time */
            excepted: number;
            /** @description Open findings of controls */
            controls: components["schemas"]["SeverityCounts"];
            /** @description Of its worst finding, 0 to 100 */
            risk: number;
            distribution: components["schemas"]["Distribution"] | null;
            /** Format: date-time */
            scannedAt: string;
            /** @description When it was last compared with the advisories; null: never, so that nothing is known */
            judgedAt: string | null;
            /** @description Date of the advisories it was compared with */
            advisories: string | null;
            /** @description Packages of which nothing is known: not the same as nothing wrong */
            unjudged: {
                ecosystem: string;
                /** @enum {string} */
                code: "no-feed" | "release-unknown" | "version-malformed" | "name-unknown" | "distribution-unknown" | "no-advisories";
                packages: number;
                examples: string[];
            }[];
            /** @description Files that may hold packages and could not be read */
            unread: {
                path: string;
                code: string;
                reason: string;
            }[];
        };
        HostDetail: {
            id: string;
            name: string;
            kernel: string | null;
            architecture: string | null;
            packages: number;
            /** @description Vulnerabilities: open and accepted by nobody */
            open: components["schemas"]["SeverityCounts"];
            /** @description Of them: those that an update mends */
            fixable: number;
            /** @description Of them: those in CISA’s catalogue of known exploited vulnerabilities */
            exploited: number;
            /** @description Vulnerabilities accepted for a time */
            excepted: number;
            /** @description Open findings of controls */
            controls: components["schemas"]["SeverityCounts"];
            /** @description Of its worst finding, 0 to 100 */
            risk: number;
            distribution: components["schemas"]["Distribution"] | null;
            /** Format: date-time */
            scannedAt: string;
            /** @description When it was last compared with the advisories; null: never, so that nothing is known */
            judgedAt: string | null;
            /** @description Date of the advisories it was compared with */
            advisories: string | null;
            /** @description Packages of which nothing is known: not the same as nothing wrong */
            unjudged: {
                ecosystem: string;
                /** @enum {string} */
                code: "no-feed" | "release-unknown" | "version-malformed" | "name-unknown" | "distribution-unknown" | "no-advisories";
                packages: number;
                examples: string[];
            }[];
            /** @description Files that may hold packages and could not be read */
            unread: {
                path: string;
                code: string;
                reason: string;
            }[];
            data: unknown;
            findings: components["schemas"]["Finding"][];
            relations: components["schemas"]["RelatedAsset"][];
        };
        Image: {
            /** @description Digest of its manifest */
            id: string;
            /**
             * @description `oci.bom`: a bill of materials that was uploaded; of the image itself nothing is known. `code.folder`: a folder of sources
             * @enum {string}
             */
            kind: "oci.image" | "oci.bom" | "code.folder";
            /** @description As it was asked for: `registry.example/team/app:1.2` */
            name: string;
            /** @description `local` for archives and folders */
            registry: string;
            repository: string;
            tags: string[];
            /** @description `linux/amd64` */
            platform: string | null;
            /** @description Bytes of its layers as they lie in the registry */
            size: number | null;
            /** @description As its configuration says; builds that can be repeated set it to 1970 */
            created: string | null;
            packages: number;
            /** @description Vulnerabilities: open and accepted by nobody */
            open: components["schemas"]["SeverityCounts"];
            /** @description Of them: those that an update mends */
            fixable: number;
            /** @description Of them: those in CISA’s catalogue of known exploited vulnerabilities */
            exploited: number;
            /** @description Vulnerabilities accepted for a time */
            excepted: number;
            /** @description Open findings of controls */
            controls: components["schemas"]["SeverityCounts"];
            /** @description Of its worst finding, 0 to 100 */
            risk: number;
            distribution: components["schemas"]["Distribution"] | null;
            /** Format: date-time */
            scannedAt: string;
            /** @description When it was last compared with the advisories; null: never, so that nothing is known */
            judgedAt: string | null;
            /** @description Date of the advisories it was compared with */
            advisories: string | null;
            /** @description Packages of which nothing is known: not the same as nothing wrong */
            unjudged: {
                ecosystem: string;
                /** @enum {string} */
                code: "no-feed" | "release-unknown" | "version-malformed" | "name-unknown" | "distribution-unknown" | "no-advisories";
                packages: number;
                examples: string[];
            }[];
            /** @description Files that may hold packages and could not be read */
            unread: {
                path: string;
                code: string;
                reason: string;
            }[];
            /**
             * @description `untrusted`: signed, and no signature holds; `unknown`: nobody looked for signatures, or no policy says whom to trust
             * @enum {string}
             */
            trust: "trusted" | "untrusted" | "unsigned" | "unknown";
            /** @description Where it runs, as far as scans of clouds tell: the first ten */
            running: components["schemas"]["RunningPlace"][];
            runningCount: number;
        };
        ImageDetail: {
            /** @description Digest of its manifest */
            id: string;
            /**
             * @description `oci.bom`: a bill of materials that was uploaded; of the image itself nothing is known. `code.folder`: a folder of sources
             * @enum {string}
             */
            kind: "oci.image" | "oci.bom" | "code.folder";
            /** @description As it was asked for: `registry.example/team/app:1.2` */
            name: string;
            /** @description `local` for archives and folders */
            registry: string;
            repository: string;
            tags: string[];
            /** @description `linux/amd64` */
            platform: string | null;
            /** @description Bytes of its layers as they lie in the registry */
            size: number | null;
            /** @description As its configuration says; builds that can be repeated set it to 1970 */
            created: string | null;
            packages: number;
            /** @description Vulnerabilities: open and accepted by nobody */
            open: components["schemas"]["SeverityCounts"];
            /** @description Of them: those that an update mends */
            fixable: number;
            /** @description Of them: those in CISA’s catalogue of known exploited vulnerabilities */
            exploited: number;
            /** @description Vulnerabilities accepted for a time */
            excepted: number;
            /** @description Open findings of controls */
            controls: components["schemas"]["SeverityCounts"];
            /** @description Of its worst finding, 0 to 100 */
            risk: number;
            distribution: components["schemas"]["Distribution"] | null;
            /** Format: date-time */
            scannedAt: string;
            /** @description When it was last compared with the advisories; null: never, so that nothing is known */
            judgedAt: string | null;
            /** @description Date of the advisories it was compared with */
            advisories: string | null;
            /** @description Packages of which nothing is known: not the same as nothing wrong */
            unjudged: {
                ecosystem: string;
                /** @enum {string} */
                code: "no-feed" | "release-unknown" | "version-malformed" | "name-unknown" | "distribution-unknown" | "no-advisories";
                packages: number;
                examples: string[];
            }[];
            /** @description Files that may hold packages and could not be read */
            unread: {
                path: string;
                code: string;
                reason: string;
            }[];
            /**
             * @description `untrusted`: signed, and no signature holds; `unknown`: nobody looked for signatures, or no policy says whom to trust
             * @enum {string}
             */
            trust: "trusted" | "untrusted" | "unsigned" | "unknown";
            /** @description Where it runs, as far as scans of clouds tell: the first ten */
            running: components["schemas"]["RunningPlace"][];
            runningCount: number;
            mediaType: string;
            annotations: {
                [key: string]: string;
            };
            config: {
                user: string | null;
                entrypoint: string[];
                command: string[];
                /** @description `NAME=value`, secrets replaced */
                environment: string[];
                labels: {
                    [key: string]: string;
                };
                ports: string[];
                volumes: string[];
                workingDirectory: string | null;
                healthcheck: string[] | null;
                stopSignal: string | null;
            };
            layers: components["schemas"]["ImageLayer"][];
            /** @description Open findings of controls, worst first */
            findings: components["schemas"]["Finding"][];
            /** @description Null where they were not looked for */
            secrets: components["schemas"]["ImageSecret"][] | null;
            /** @description Signatures and attestations as read; null where nobody looked */
            signatures: unknown[] | null;
            /** @description By the trust policy; null where there is none */
            verdict: components["schemas"]["TrustVerdict"] | null;
            life: components["schemas"]["LifeStage"][];
            relations: components["schemas"]["RelatedAsset"][];
        };
        ImageLayer: {
            digest: string;
            diffId: string;
            size: number;
            createdBy: string | null;
            /** @description Packages that it brought */
            packages: number;
            /** @description Open vulnerabilities in them */
            open: components["schemas"]["SeverityCounts"];
            secrets: number;
            /** @description Files worth a look: setuid, writable by everybody, credentials */
            files: number;
        };
        ImageSecret: {
            /** @description `file`, `env`, `history`, `label` */
            where: string;
            /** @description Path or name */
            place: string;
            line: number | null;
            layer: string | null;
            /** @description Removed by a later layer: whoever has the image still has it */
            hidden: boolean;
            detector: string;
            masked: string;
        };
        ImageSummary: {
            images: number;
            hosts: number;
            /** @description Different packages */
            packages: number;
            /** @description Different vulnerabilities that stand open */
            vulnerabilities: number;
            /** @description Of them: known to be exploited */
            exploited: number;
            /** @description Open findings of vulnerabilities */
            open: components["schemas"]["SeverityCounts"];
            /** @description Images and hosts whose distribution is past the end of its life */
            endOfLife: number;
            /** @description Images and hosts that hold packages of which nothing is known */
            unjudged: number;
            registries: {
                registry: string;
                images: number;
            }[];
        };
        Incident: {
            id: string;
            title: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            /** @enum {string} */
            status: "open" | "investigating" | "closed";
            verdict: ("true-positive" | "benign" | "false-positive" | "undetermined") | null;
            assignee: string | null;
            actors: string[];
            accounts: string[];
            assets: string[];
            techniques: string[];
            alerts: number;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            /** Format: date-time */
            openedAt: string;
            closedAt: string | null;
        };
        IncidentDetail: {
            id: string;
            title: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            /** @enum {string} */
            status: "open" | "investigating" | "closed";
            verdict: ("true-positive" | "benign" | "false-positive" | "undetermined") | null;
            assignee: string | null;
            actors: string[];
            accounts: string[];
            assets: string[];
            techniques: string[];
            alerts: number;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            /** Format: date-time */
            openedAt: string;
            closedAt: string | null;
            timeline: ({
                /** @constant */
                type: "alert";
                /** Format: date-time */
                at: string;
                alert: components["schemas"]["Alert"];
            } | {
                /** @constant */
                type: "event";
                /** Format: date-time */
                at: string;
                event: components["schemas"]["Activity"];
                /** @description Alerts that rest on it; none: what came before or after */
                alerts: string[];
            } | {
                /** @constant */
                type: "note";
                /** Format: date-time */
                at: string;
                by: string;
                note: string;
            } | {
                /** @constant */
                type: "change";
                /** Format: date-time */
                at: string;
                by: string;
                what: string;
                from: string | null;
                to: string | null;
            } | {
                /** @constant */
                type: "told";
                /** Format: date-time */
                at: string;
                channel: string;
                /** @enum {string} */
                state: "sent" | "failed" | "waiting" | "held";
            })[];
            /** @description More events lie around it than are shown */
            cut: boolean;
            respond: {
                detection: string;
                title: components["schemas"]["Text"];
                text: components["schemas"]["Text"];
            }[];
            why: {
                detection: string;
                title: components["schemas"]["Text"];
                text: components["schemas"]["Text"];
            }[];
            /** @description Its assets that the inventory knows */
            known: components["schemas"]["AssetRef"][];
            openFindings: {
                id: string;
                title: components["schemas"]["Text"];
                severity: components["schemas"]["Severity"];
                asset: string;
            }[];
        };
        LifeStage: {
            /** @enum {string} */
            stage: "built" | "tested" | "signed" | "pushed" | "deployed";
            /** @description False: no source of ours tells, which does not mean that it did not happen */
            known: boolean;
            at: string | null;
            /** @description Builder, signer, account */
            by: string | null;
            where: string | null;
            /** @description Who says so, and whether that is proven */
            source: components["schemas"]["Text"];
            /** @description By a signature that holds; false: only said */
            proven: boolean;
        };
        ListedVulnerability: {
            /** @description The CVE where there is one */
            id: string;
            aliases: string[];
            title: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            score: number | null;
            epss: components["schemas"]["Epss"] | null;
            exploited: components["schemas"]["Exploited"] | null;
            published: string | null;
            /** @description Of its worst finding */
            risk: number;
            /** @description Images with an open finding of it */
            images: number;
            hosts: number;
            /** @description Names of the packages concerned: the first ten */
            packages: string[];
            /** @description `package version` that mends it: the first ten */
            fixed: string[];
            /**
             * Format: date-time
             * @description When it was first found here
             */
            firstSeen: string;
        };
        Overview: {
            /** Format: date-time */
            now: string;
            sample: boolean;
            connections: number;
            assets: number;
            /** @description The same of vulnerabilities in packages, which the other numbers leave out */
            vulnerabilities: {
                open: components["schemas"]["SeverityCounts"];
                excepted: number;
                new7d: components["schemas"]["SeverityCounts"];
                resolved7d: number;
            };
            /** @description Open findings of controls, accepted by nobody */
            open: components["schemas"]["SeverityCounts"];
            excepted: number;
            stale: number;
            new24h: components["schemas"]["SeverityCounts"];
            new7d: components["schemas"]["SeverityCounts"];
            resolved7d: number;
            /** @description The ten of highest risk, of controls */
            top: components["schemas"]["Finding"][];
            trend: {
                /** Format: date */
                day: string;
                opened: number;
                resolved: number;
                open: components["schemas"]["SeverityCounts"];
            }[];
            coverage: components["schemas"]["StatusCounts"];
            staleness: components["schemas"]["Staleness"][];
            /** @description Ids of scans that run now */
            running: string[];
        };
        Package: {
            purl: string;
            type: components["schemas"]["PackageType"];
            name: string;
            version: string;
            /** @description Images and hosts that have it */
            assets: number;
        };
        /** @enum {string} */
        PackageType: "deb" | "apk" | "rpm" | "alpm" | "npm" | "pypi" | "gem" | "golang" | "cargo" | "maven" | "composer" | "nuget" | "pub" | "hex" | "swift" | "cocoapods" | "conan" | "conda" | "cran" | "hackage" | "bitnami" | "julia" | "k8s" | "generic";
        Region: {
            provider: string;
            name: string;
            /** @description Null where the place of the region is not known to us */
            location: {
                lat: number;
                lon: number;
                city: components["schemas"]["Text"];
            } | null;
            assets: number;
            open: components["schemas"]["SeverityCounts"];
            /**
             * @description Over the connected accounts; unknown until one was scanned
             * @enum {string}
             */
            optIn: "enabled" | "not-enabled" | "mixed" | "unknown";
            /** @description By the organisation’s allowed regions; true while none are set */
            allowed: boolean;
        };
        Registry: {
            id: string;
            /** @description `registry.example:5000` */
            name: string;
            /** @description Null where only single images of it were scanned */
            connection: string | null;
            /** @description Null where nobody walked through it */
            repositories: number | null;
            /** @description Scanned */
            images: number;
            /** @description Images that nobody pulled or pushed for long, by its controls */
            stale: number | null;
            untagged: number | null;
            /** @description Tags can be moved to other images; null where not known */
            mutable: boolean | null;
            /** @description Anybody can pull; null where not known */
            anonymous: boolean | null;
            /** @description Open findings of controls over the registry and its repositories */
            open: number;
            walkedAt: string | null;
            error: components["schemas"]["Text"] | null;
        };
        RegistryProposals: {
            /**
             * @description `distribution`: it has no settings that something could be proposed for
             * @enum {string}
             */
            type: "distribution" | "harbor" | "ecr";
            repositories: number;
            /** @description Repositories of which it is not known what lies in them, or what cleans them up */
            unknown: number;
            /** @description Manifests that would be removed */
            removes: number;
            /** @description Of them, at most: layers that others share stay */
            bytes: number;
            cleanups: {
                repository: string;
                removes: number;
                stays: number;
                bytes: number;
                /** @description The first that would go */
                tags: string[];
            }[];
            policies: {
                /** @description `lifecycle-policy.json`, `repository-policy.json`, `retention.json`, `robot-pipeline.json` */
                name: string;
                /** @description JSON, as the registry takes it */
                text: string;
                /** @description Repository or project that it is for, the first of several */
                place: string;
                places: number;
            }[];
            /** @description Beyond those listed */
            more: {
                cleanups: number;
                policies: number;
            };
        };
        RelatedAsset: {
            type: string;
            /** @enum {string} */
            direction: "out" | "in";
            /** @enum {string} */
            origin: "observed" | "derived";
            id: string;
            asset: components["schemas"]["AssetRef"] | null;
        };
        Remediation: {
            text: components["schemas"]["Text"];
            cli: string | null;
            terraform: string | null;
        };
        Replay: {
            id: string;
            /** @enum {string} */
            state: "running" | "done" | "failed" | "cancelled";
            error: components["schemas"]["Text"] | null;
            /** @description Events read so far */
            read: number;
            total: number | null;
            alerts: number;
            samples: {
                /** Format: date-time */
                at: string;
                group: {
                    [key: string]: string;
                };
                events: number;
            }[];
            byDay: {
                day: string;
                count: number;
            }[];
        };
        Requirement: {
            /** @enum {string} */
            type: "section" | "requirement";
            id: string;
            title: components["schemas"]["Text"];
            text: components["schemas"]["Text"] | null;
            /** @description Of a section: as weak as its weakest part */
            state: components["schemas"]["RequirementState"];
            /** @description Of the requirements below, or of the requirement itself */
            counts: components["schemas"]["RequirementCounts"];
            /** @description Of a section */
            score: {
                passing: number;
                judged: number;
            } | null;
            /** @description Of a requirement: controls, both, people */
            assessment: ("automated" | "partial" | "manual") | null;
            /** @description What the controls of a requirement say without evidence */
            technical: components["schemas"]["RequirementState"] | null;
            /** @description Results of the controls of a requirement */
            results: components["schemas"]["StatusCounts"] | null;
            controls: components["schemas"]["RequirementControl"][];
            /** @description What to hand in */
            evidenceNeeded: components["schemas"]["Text"] | null;
            evidenceState: ("not-needed" | "missing" | "valid" | "expired") | null;
            evidence: components["schemas"]["Evidence"][];
            /** @description Requirements that answer this one; it is then not counted again */
            answeredBy: string[];
            children: components["schemas"]["Requirement"][];
        };
        RequirementControl: {
            id: string;
            title: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            kind: string;
            /** @description Null where it was not run yet */
            results: components["schemas"]["StatusCounts"] | null;
        };
        RequirementCounts: {
            passing: number;
            failing: number;
            unknown: number;
            manual: number;
            evidenced: number;
            "not-applicable": number;
            "not-covered": number;
        };
        /**
         * @description `manual` waits for evidence, `evidenced` has some that is still valid, `not-covered` has no control
         * @enum {string}
         */
        RequirementState: "passing" | "failing" | "unknown" | "manual" | "evidenced" | "not-applicable" | "not-covered";
        /** @enum {string} */
        Role: "viewer" | "analyst" | "admin";
        Routing: {
            id: string;
            channel: string;
            /** @description This and worse */
            severity: components["schemas"]["Severity"];
            account: string | null;
            /** @description Asset ids with `*`, or `tag:key=value` */
            asset: string | null;
        };
        RunningPlace: {
            asset: components["schemas"]["AssetRef"];
            /**
             * @description `reference`: by a tag that may have moved since
             * @enum {string}
             */
            by: "digest" | "reference";
        };
        Scan: {
            id: string;
            connection: string;
            connectionName: string;
            /** @enum {string} */
            state: "queued" | "running" | "done" | "incomplete" | "failed" | "cancelled";
            /** @enum {string} */
            trigger: "user" | "schedule" | "upload" | "event" | "sample";
            /** @description The one image that it is of; null: everything that the connection leads to */
            target: string | null;
            /** @enum {string} */
            phase: "waiting" | "collecting" | "building" | "judging" | "finished";
            startedAt: string | null;
            finishedAt: string | null;
            progress: {
                accountsDone: number;
                accountsTotal: number;
                callsDone: number;
                callsKnown: number;
                facts: number;
                errors: number;
                /** @description `account / region / service` at work now */
                current: string | null;
            };
            counts: {
                assets: number;
                results: number;
                opened: number;
                resolved: number;
                open: components["schemas"]["SeverityCounts"];
            } | null;
            error: components["schemas"]["Text"] | null;
            /** @description Calls that failed, grouped; with what permission would have let them through */
            problems: {
                account: string;
                region: string;
                operation: string;
                code: string;
                message: string;
                permission: string | null;
                count: number;
            }[];
        };
        Session: {
            user: {
                id: string;
                username: string;
                role: components["schemas"]["Role"];
                /** @description Null follows the browser */
                language: ("en" | "ko") | null;
            };
            /** @description To be sent as `X-CSRF-Token` with every request that changes something */
            csrf: string;
            /** @description Until a password is set, only the account routes answer */
            mustSetPassword: boolean;
            /** @description Second factor is on */
            totp: boolean;
            /** @description The sample organisation is there */
            sample: boolean;
            version: string;
            /** Format: date-time */
            expiresAt: string;
        };
        Settings: {
            /** @description Name shown in the console */
            organization: string;
            /**
             * @description Of reports and of users who chose none
             * @enum {string}
             */
            language: "en" | "ko";
            /** @description How long raw facts are kept */
            segmentDays: number;
            /** @description How long changed asset versions are kept */
            versionDays: number;
            /** @description Whose hours and weekdays detections go by: a name of the IANA time zone database */
            timeZone: string;
            /** @description How long events are kept */
            eventDays: number;
            /** @description Older than that when they become known, incidents and watched events are told together as history; 0: never */
            historyHours: number;
            /** @description How long a sign-in lasts without use */
            sessionHours: number;
            /** @description Fetch vulnerability advisories every day; off where they are imported by hand */
            fetchAdvisories: boolean;
            /** @description Mirror that advisories are fetched from; empty: each feed where its maker publishes it */
            advisorySource: "" | string;
            /** @description Where people find the console, for links in messages; empty: where the server listens */
            consoleUrl: "" | string;
        };
        /** @enum {string} */
        Severity: "critical" | "high" | "medium" | "low" | "info";
        SeverityCounts: {
            critical: number;
            high: number;
            medium: number;
            low: number;
            info: number;
        };
        Staleness: {
            account: string;
            accountName: string;
            region: string;
            /**
             * Format: date-time
             * @description The oldest answer that still stands here
             */
            oldest: string;
            /** Format: date-time */
            newest: string;
            /** @description Calls whose newest answer is not complete */
            incomplete: number;
        };
        /** @description Results by status: unknown and manual are never part of pass */
        StatusCounts: {
            pass: number;
            fail: number;
            unknown: number;
            "not-applicable": number;
            manual: number;
            error: number;
        };
        /** @description A text in both languages of the product */
        Text: {
            en: string;
            ko: string;
        };
        /** @enum {string} */
        TokenScope: "read" | "write" | "upload" | "admin";
        TrustPolicy: {
            /** @description YAML, as for the command line, with texts in place of files; empty: none */
            policy: string;
            updatedAt: string | null;
            updatedBy: string | null;
        };
        TrustVerdict: {
            /** @enum {string} */
            verdict: "trusted" | "untrusted" | "undecided";
            /** @description Pattern of the rule of the policy that was applied; null where none fits */
            rule: string | null;
            signatures: {
                /** @enum {string} */
                status: "pass" | "fail" | "unknown" | "not-applicable";
                code: string;
                text: components["schemas"]["Text"];
            };
            attestation: {
                /** @enum {string} */
                status: "pass" | "fail" | "unknown" | "not-applicable";
                code: string;
                text: components["schemas"]["Text"];
            };
            reasons: {
                /** @description `cosign`, `sigstore`, `notation`, ... */
                kind: string;
                /** @description Digest of the manifest that holds it */
                source: string;
                /** @enum {string} */
                status: "valid" | "invalid" | "undecided" | "ignored";
                /** @description Once that is proven */
                signer?: string;
                predicateType?: string;
                code: string;
                text: components["schemas"]["Text"];
                notes: {
                    code: string;
                    text: components["schemas"]["Text"];
                }[];
            }[];
            attestations: {
                predicateType: string;
                signer: string;
                source: string;
                provenance?: {
                    builder?: string;
                    buildType?: string;
                    source?: string;
                    commit?: string;
                    builtAt?: string;
                };
            }[];
        };
        UsedFact: {
            /** @description `s3:GetBucketAcl` */
            operation: string;
            params: {
                [key: string]: unknown;
            };
            account: string;
            region: string;
            /** Format: date-time */
            collectedAt: string;
            complete: boolean;
            error: {
                code: string;
                message: string;
                permission: string | null;
            } | null;
            /** @description Where the answer lies in the asset data; null for the item itself */
            field: string | null;
            /** @description The answer as kept in the asset */
            data: unknown;
        };
        User: {
            id: string;
            username: string;
            role: components["schemas"]["Role"];
            disabled: boolean;
            totp: boolean;
            /** Format: date-time */
            createdAt: string;
            lastSignIn: string | null;
        };
        Vulnerability: {
            /** @description The CVE where there is one */
            id: string;
            aliases: string[];
            title: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            score: number | null;
            epss: components["schemas"]["Epss"] | null;
            exploited: components["schemas"]["Exploited"] | null;
            published: string | null;
        };
        VulnerabilityDetail: {
            /** @description The CVE where there is one */
            id: string;
            aliases: string[];
            title: components["schemas"]["Text"];
            severity: components["schemas"]["Severity"];
            score: number | null;
            epss: components["schemas"]["Epss"] | null;
            exploited: components["schemas"]["Exploited"] | null;
            published: string | null;
            /** @description Of its worst finding */
            risk: number;
            /** @description Images with an open finding of it */
            images: number;
            hosts: number;
            /** @description Names of the packages concerned: the first ten */
            packages: string[];
            /** @description `package version` that mends it: the first ten */
            fixed: string[];
            /**
             * Format: date-time
             * @description When it was first found here
             */
            firstSeen: string;
            description: string | null;
            /** @description CVSS */
            vector: string | null;
            /** @description By feed: sources differ */
            severities: {
                [key: string]: components["schemas"]["Severity"];
            };
            cwes: string[];
            references: string[];
            open: components["schemas"]["SeverityCounts"];
            resolved: number;
        };
        Watch: {
            id: string;
            title: components["schemas"]["Text"];
            enabled: boolean;
            /** @description Ids of known events: `aws.signin.ConsoleLogin` */
            events: string[];
            /** @description `*` stands for any run of characters */
            actor: string | null;
            account: string | null;
            region: string | null;
            /** @description An address or CIDR */
            ip: string | null;
            asset: string | null;
            outcome: ("success" | "failure") | null;
            severity: components["schemas"]["Severity"];
            /** @description Told beside those that the routing names */
            channels: string[];
            /** @description One of those that are watched from the start */
            named: boolean;
            alertsLastMonth: number;
            lastAlert: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    signInByLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    username: string;
                    password: string;
                    totp?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Not needed while no password is set */
                    current?: string;
                    password: string;
                    /** @description May be chosen with the first password */
                    username?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setLanguage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    language: ("en" | "ko") | null;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    confirmTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        secret: string;
                        /** @description otpauth URI for a QR code */
                        uri: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["User"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    username: string;
                    role: components["schemas"]["Role"];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: components["schemas"]["User"];
                        /** @description Path of the console that signs the user in once */
                        link: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    role?: components["schemas"]["Role"];
                    disabled?: boolean;
                    reset?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: components["schemas"]["User"];
                        link: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiToken"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    scopes: components["schemas"]["TokenScope"][];
                    /** @default null */
                    expiresAt?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        token: components["schemas"]["ApiToken"];
                        secret: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                actor?: string;
                action?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOverview: {
        parameters: {
            query?: {
                account?: string;
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                q: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        assets: {
                            id: string;
                            name: string;
                            kind: string;
                            kindTitle: components["schemas"]["Text"];
                            account: string;
                            region: string;
                        }[];
                        findings: {
                            id: string;
                            title: components["schemas"]["Text"];
                            severity: components["schemas"]["Severity"];
                            asset: string;
                        }[];
                        controls: {
                            id: string;
                            title: components["schemas"]["Text"];
                            severity: components["schemas"]["Severity"];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listFindings: {
        parameters: {
            query?: {
                status?: "open" | "resolved" | "all";
                class?: components["schemas"]["FindingClass"];
                severity?: components["schemas"]["Severity"] | components["schemas"]["Severity"][];
                rule?: string;
                kind?: string;
                account?: string;
                region?: string;
                category?: components["schemas"]["Category"];
                asset?: string;
                /** @description `framework/requirement`: findings of its controls */
                requirement?: string;
                q?: string;
                stale?: "true" | "false";
                /** @description Absent: both */
                excepted?: "true" | "false";
                /** @description First seen at or after */
                since?: string;
                sort?: "risk" | "severity" | "lastSeen" | "firstSeen";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Finding"][];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groupFindings: {
        parameters: {
            query: {
                status?: "open" | "resolved" | "all";
                class?: components["schemas"]["FindingClass"];
                severity?: components["schemas"]["Severity"] | components["schemas"]["Severity"][];
                rule?: string;
                kind?: string;
                account?: string;
                region?: string;
                category?: components["schemas"]["Category"];
                asset?: string;
                /** @description `framework/requirement`: findings of its controls */
                requirement?: string;
                q?: string;
                stale?: "true" | "false";
                /** @description Absent: both */
                excepted?: "true" | "false";
                /** @description First seen at or after */
                since?: string;
                by: "rule" | "account" | "region" | "kind" | "category" | "severity";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        groups: {
                            key: string;
                            /** @description People’s word for the key, where there is one */
                            title: components["schemas"]["Text"] | null;
                            severity: components["schemas"]["Severity"];
                            count: number;
                            stale: number;
                            bySeverity: components["schemas"]["SeverityCounts"];
                        }[];
                        /** @description False where more matched than were counted */
                        exact: boolean;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getFinding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    exportFindings: {
        parameters: {
            query: {
                status?: "open" | "resolved" | "all";
                class?: components["schemas"]["FindingClass"];
                severity?: components["schemas"]["Severity"] | components["schemas"]["Severity"][];
                rule?: string;
                kind?: string;
                account?: string;
                region?: string;
                category?: components["schemas"]["Category"];
                asset?: string;
                /** @description `framework/requirement`: findings of its controls */
                requirement?: string;
                q?: string;
                stale?: "true" | "false";
                /** @description Absent: both */
                excepted?: "true" | "false";
                /** @description First seen at or after */
                since?: string;
                format: "csv" | "json" | "ocsf" | "sarif" | "html";
                language?: "en" | "ko";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                    "application/json": unknown;
                    "application/x-ndjson": unknown;
                    "application/sarif+json": unknown;
                    "text/html": unknown;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listExceptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Exception"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createException: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    finding?: string;
                    rule?: string;
                    account?: string;
                    assetPattern?: string;
                    reason: string;
                    owner?: string;
                    /** Format: date-time */
                    expiresAt: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exception"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAssets: {
        parameters: {
            query?: {
                kind?: string;
                account?: string;
                region?: string;
                category?: components["schemas"]["Category"];
                q?: string;
                /** @description `key` or `key=value` */
                tag?: string;
                /** @description `true`: those that are no more */
                gone?: "true" | "false";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Asset"][];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAsset: {
        parameters: {
            query: {
                id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    countKinds: {
        parameters: {
            query?: {
                account?: string;
                region?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        kinds: {
                            kind: string;
                            title: components["schemas"]["Text"];
                            category: components["schemas"]["Category"];
                            provider: string;
                            count: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listRegions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        regions: components["schemas"]["Region"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accounts: components["schemas"]["Account"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listImages: {
        parameters: {
            query?: {
                q?: string;
                /** @description Has an open vulnerability of any of these */
                severity?: components["schemas"]["Severity"] | components["schemas"]["Severity"][];
                /** @description Has one that is known to be exploited */
                exploited?: "true" | "false";
                /** @description Has one that an update mends */
                fixable?: "true" | "false";
                /** @description Its distribution is past the end of its life */
                endOfLife?: "true" | "false";
                registry?: string;
                repository?: string;
                trust?: "trusted" | "untrusted" | "unsigned" | "unknown";
                /** @description Runs somewhere that we know of */
                running?: "true" | "false";
                sort?: "risk" | "created" | "scanned";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Image"][];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    scanImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `registry.example/team/app:1.2`, or by digest */
                    reference: string;
                    platform?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scan"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    countImages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageSummary"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getTrustPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrustPolicy"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setTrustPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description YAML, as for the command line, with texts in place of files; empty: none */
                    policy: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrustPolicy"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listHosts: {
        parameters: {
            query?: {
                q?: string;
                /** @description Has an open vulnerability of any of these */
                severity?: components["schemas"]["Severity"] | components["schemas"]["Severity"][];
                /** @description Has one that is known to be exploited */
                exploited?: "true" | "false";
                /** @description Has one that an update mends */
                fixable?: "true" | "false";
                /** @description Its distribution is past the end of its life */
                endOfLife?: "true" | "false";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Host"][];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listVulnerabilities: {
        parameters: {
            query?: {
                /** @description In the id, its aliases, title or packages */
                q?: string;
                severity?: components["schemas"]["Severity"] | components["schemas"]["Severity"][];
                exploited?: "true" | "false";
                fixable?: "true" | "false";
                sort?: "risk" | "epss" | "assets" | "newest";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ListedVulnerability"][];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getVulnerability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VulnerabilityDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAffected: {
        parameters: {
            query?: {
                asset?: string;
                vulnerability?: string;
                purl?: string;
                status?: "open" | "resolved" | "all";
                severity?: components["schemas"]["Severity"] | components["schemas"]["Severity"][];
                exploited?: "true" | "false";
                fixable?: "true" | "false";
                /** @description Absent: both */
                excepted?: "true" | "false";
                /** @description Diff id of the layer that brought the package */
                layer?: string;
                /** @description In the id, package or image */
                q?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Affected"][];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groupAffected: {
        parameters: {
            query?: {
                asset?: string;
                vulnerability?: string;
                purl?: string;
                status?: "open" | "resolved" | "all";
                severity?: components["schemas"]["Severity"] | components["schemas"]["Severity"][];
                exploited?: "true" | "false";
                fixable?: "true" | "false";
                /** @description Absent: both */
                excepted?: "true" | "false";
                /** @description Diff id of the layer that brought the package */
                layer?: string;
                /** @description In the id, package or image */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        groups: components["schemas"]["AffectedPackage"][];
                        /** @description False where more matched than were counted */
                        exact: boolean;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listPackages: {
        parameters: {
            query?: {
                /** @description Name or package URL */
                q?: string;
                type?: components["schemas"]["PackageType"];
                asset?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Package"][];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listPackagePlaces: {
        parameters: {
            query: {
                purl: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            asset: components["schemas"]["AssetRef"];
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    exportSbom: {
        parameters: {
            query: {
                asset: string;
                format?: "cyclonedx" | "spdx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.cyclonedx+json": unknown;
                    "application/spdx+json": unknown;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    uploadSbom: {
        parameters: {
            query?: {
                /** @description What it is of; a later one of the same name takes its place. Without it, what the document says */
                name?: string;
                /** @description Name of the connection it belongs to; made if new */
                connection?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
                "application/vnd.cyclonedx+json": unknown;
                "application/vnd.cyclonedx+xml": unknown;
                "application/spdx+json": unknown;
                "application/vnd.in-toto+json": unknown;
                "application/vnd.dsse.envelope.v1+json": unknown;
                "text/spdx": unknown;
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scan"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAdvisories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advisories"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    importAdvisories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
                "application/zstd": unknown;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advisories"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateAdvisories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advisories"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listRegistries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Registry"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getRegistryProposals: {
        parameters: {
            query: {
                registry: string;
                /** @description Newest images of each repository that stay */
                keep?: number;
                /** @description Who is to push, in a repository policy of ECR */
                pipeline?: string | string[];
                /** @description Who is to pull */
                runtime?: string | string[];
                /** @description Whom the policy denies nothing */
                breakGlass?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryProposals"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getHarborScanner: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.scanner.adapter.metadata+json": unknown;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    startHarborScan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.scanner.adapter.scan.request+json": unknown;
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.scanner.adapter.scan.response+json": unknown;
                    "application/vnd.scanner.adapter.error+json": unknown;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getHarborReport: {
        parameters: {
            query?: {
                sbom_media_type?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.security.vulnerability.report": unknown;
                    "application/vnd.security.sbom.report+json": unknown;
                    "application/vnd.scanner.adapter.error+json": unknown;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    receiveRegistryEvent: {
        parameters: {
            query?: {
                /** @description Name of the connection to scan by, where the registry calls itself otherwise than we do */
                connection?: string;
            };
            header?: never;
            path: {
                kind: "distribution" | "harbor" | "ecr";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
                "application/vnd.docker.distribution.events.v1+json": unknown;
                "application/vnd.docker.distribution.events.v2+json": unknown;
                "application/cloudevents+json": unknown;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description References to be scanned */
                        queued: string[];
                        ignored: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listControls: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Control"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getControl: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setControlParams: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    scope: "organization" | "account";
                    account?: string;
                    values: {
                        [key: string]: (number | string | boolean | (number | string)[]) | null;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listFrameworks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Framework"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getFramework: {
        parameters: {
            query?: {
                account?: string;
            };
            header?: never;
            path: {
                framework: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameworkDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getFrameworkReport: {
        parameters: {
            query?: {
                format?: "html" | "csv";
                language?: "en" | "ko";
                account?: string;
            };
            header?: never;
            path: {
                framework: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                    "text/csv": unknown;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    addEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                framework: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    requirement: string;
                    statement: string;
                    /** Format: uri */
                    link?: string;
                    /** Format: date-time */
                    validUntil: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evidence"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Connection"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default aws
                     * @enum {string}
                     */
                    provider?: "aws" | "registry";
                    /** @description Needed for a registry */
                    registry?: {
                        /**
                         * Format: uri
                         * @description `https://registry.example:5000`; plain HTTP only where it says so
                         */
                        url: string;
                        /**
                         * @default auto
                         * @enum {string}
                         */
                        kind?: "auto" | "distribution" | "harbor" | "ecr" | "nexus" | "jfrog";
                        /**
                         * @description Patterns with `*`; empty for all
                         * @default []
                         */
                        repositories?: string[];
                        /**
                         * @description So many newest tags of each repository are scanned
                         * @default 3
                         */
                        tags?: number;
                    };
                    name: string;
                    /** @description May follow once the role exists */
                    credentials?: {
                        /** @enum {string} */
                        type: "keys";
                        accessKeyId: string;
                        secretAccessKey: string;
                        sessionToken?: string;
                    } | {
                        /** @enum {string} */
                        type: "role";
                        roleArn: string;
                        /** @description Keys that may assume the role; without them the identity of the server’s own machine is used */
                        base?: {
                            accessKeyId: string;
                            secretAccessKey: string;
                        };
                    } | {
                        /**
                         * @description Of a registry: a robot account that may pull
                         * @enum {string}
                         */
                        type: "password";
                        username: string;
                        password: string;
                    };
                    /**
                     * @description Only these; empty for every enabled region
                     * @default []
                     */
                    regions?: string[];
                    /**
                     * @description Also scan every account of the organisation through this role
                     * @default null
                     */
                    organization?: {
                        role: string;
                    } | null;
                    /**
                     * @description Cron (UTC), null for by hand only
                     * @default 0 *\/6 * * *
                     */
                    schedule?: string | null;
                    /** @default true */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    credentials?: {
                        /** @enum {string} */
                        type: "keys";
                        accessKeyId: string;
                        secretAccessKey: string;
                        sessionToken?: string;
                    } | {
                        /** @enum {string} */
                        type: "role";
                        roleArn: string;
                        /** @description Keys that may assume the role; without them the identity of the server’s own machine is used */
                        base?: {
                            accessKeyId: string;
                            secretAccessKey: string;
                        };
                    } | {
                        /**
                         * @description Of a registry: a robot account that may pull
                         * @enum {string}
                         */
                        type: "password";
                        username: string;
                        password: string;
                    };
                    /** @description Only these; empty for every enabled region */
                    regions?: string[];
                    registry?: {
                        /**
                         * Format: uri
                         * @description `https://registry.example:5000`; plain HTTP only where it says so
                         */
                        url: string;
                        /**
                         * @default auto
                         * @enum {string}
                         */
                        kind?: "auto" | "distribution" | "harbor" | "ecr" | "nexus" | "jfrog";
                        /**
                         * @description Patterns with `*`; empty for all
                         * @default []
                         */
                        repositories?: string[];
                        /**
                         * @description So many newest tags of each repository are scanned
                         * @default 3
                         */
                        tags?: number;
                    };
                    /** @description Also scan every account of the organisation through this role */
                    organization?: {
                        role: string;
                    } | null;
                    /** @description Cron (UTC), null for by hand only */
                    schedule?: string | null;
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    testConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ok: boolean;
                        account: string | null;
                        /** @description ARN of who we are there */
                        identity: string | null;
                        error: components["schemas"]["Text"] | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    startScan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scan"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAwsPolicy: {
        parameters: {
            query?: {
                format?: "json" | "cloudformation" | "terraform";
                /** @description Fills in its ExternalId */
                connection?: string;
                trustedAccount?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        format: string;
                        filename: string;
                        policy: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listScans: {
        parameters: {
            query?: {
                connection?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Scan"][];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getScan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scan"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cancelScan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scan"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    uploadFacts: {
        parameters: {
            query: {
                /** @description Name of the connection they belong to; made if new */
                connection: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": unknown;
                "application/zstd": unknown;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scan"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createSample: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scan"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteSample: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listIncidents: {
        parameters: {
            query?: {
                severity?: components["schemas"]["Severity"] | components["schemas"]["Severity"][];
                account?: string;
                actor?: string;
                asset?: string;
                technique?: string;
                q?: string;
                since?: string;
                until?: string;
                status?: ("open" | "investigating" | "closed") | ("open" | "investigating" | "closed")[];
                assignee?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Incident"][];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "open" | "investigating" | "closed";
                    verdict?: ("true-positive" | "benign" | "false-positive" | "undetermined") | null;
                    assignee?: string | null;
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                severity?: components["schemas"]["Severity"] | components["schemas"]["Severity"][];
                account?: string;
                actor?: string;
                asset?: string;
                technique?: string;
                q?: string;
                since?: string;
                until?: string;
                detection?: string;
                watch?: string;
                excepted?: "true" | "false";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Alert"][];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    detectionOverview: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        open: {
                            critical: number;
                            high: number;
                            medium: number;
                            low: number;
                            info: number;
                        };
                        alertsByDay: {
                            day: string;
                            critical: number;
                            high: number;
                            medium: number;
                            low: number;
                            info: number;
                        }[];
                        events: {
                            lastHour: number;
                            lastDay: number;
                            newest: string | null;
                            /** @description Of the last day, whatever the reason */
                            lost: number;
                            /** @description The same by reason, most first */
                            lostBy: {
                                /** @enum {string} */
                                reason: "malformed" | "too-large" | "unknown-source" | "late" | "future" | "gap" | "evicted" | "stream-cut";
                                count: number;
                            }[];
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postEvents: {
        parameters: {
            query?: {
                source?: string;
                feed?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": unknown;
                "application/json": unknown;
                "application/gzip": unknown;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        taken: number;
                        duplicates: number;
                        lost: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    searchEvents: {
        parameters: {
            query?: {
                source?: string;
                action?: string;
                actor?: string;
                account?: string;
                region?: string;
                ip?: string;
                asset?: string;
                outcome?: "success" | "failure" | "unknown";
                q?: string;
                since?: string;
                until?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Activity"][];
                        next: string | null;
                        seconds: number;
                        /** @description Oldest event stored */
                        oldest: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getEvent: {
        parameters: {
            query?: {
                /** @description Finds it sooner */
                time?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event: components["schemas"]["Activity"];
                        record: unknown;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    queryEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    sql: string;
                    /** @default 1000 */
                    limit?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        columns: {
                            name: string;
                            type: string;
                        }[];
                        rows: unknown[][];
                        cut: boolean;
                        seconds: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    eventHistogram: {
        parameters: {
            query?: {
                source?: string;
                action?: string;
                actor?: string;
                account?: string;
                region?: string;
                ip?: string;
                asset?: string;
                outcome?: "success" | "failure" | "unknown";
                q?: string;
                since?: string;
                until?: string;
                steps?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        steps: {
                            /** Format: date-time */
                            at: string;
                            count: number;
                        }[];
                        total: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    liveEvents: {
        parameters: {
            query?: {
                source?: string;
                action?: string;
                actor?: string;
                account?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    eventSources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            title: components["schemas"]["Text"];
                            provider: string;
                            lastDay: number;
                            newest: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listEnrichment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            /** @enum {string} */
                            kind: "mmdb" | "cloud-ranges" | "tor" | "vpn" | "threats" | "not-used";
                            /** @description Null for databases */
                            entries: number | null;
                            /** @description Lines that could not be read */
                            malformed: number;
                            /** Format: date-time */
                            madeAt: string;
                            /** Format: date-time */
                            readAt: string;
                            problem: ("too-large" | "malformed" | "unknown-kind") | null;
                            /** @description What was read before goes on being used in place of a new file that cannot be */
                            kept: boolean;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listFeeds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EventFeed"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createFeed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    type: "cloudtrail-s3" | "cloudtrail-sqs" | "cloudtrail-lookup" | "flow-logs-s3" | "aws-findings" | "event-hubs" | "azure-storage" | "pubsub" | "http" | "syslog";
                    /** @default true */
                    enabled?: boolean;
                    /** @default null */
                    connection?: string | null;
                    /** @default {} */
                    settings?: {
                        [key: string]: string | number | boolean;
                    };
                    /** @description A connection string or key; kept encrypted and never shown */
                    secret?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventFeed"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    type: "cloudtrail-s3" | "cloudtrail-sqs" | "cloudtrail-lookup" | "flow-logs-s3" | "aws-findings" | "event-hubs" | "azure-storage" | "pubsub" | "http" | "syslog";
                    /** @default true */
                    enabled?: boolean;
                    /** @default null */
                    connection?: string | null;
                    /** @default {} */
                    settings?: {
                        [key: string]: string | number | boolean;
                    };
                    /** @description A connection string or key; kept encrypted and never shown */
                    secret?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventFeed"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listDetections: {
        parameters: {
            query?: {
                q?: string;
                source?: string;
                technique?: string;
                enabled?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Detection"][];
                        rejected: {
                            rule: string;
                            reason: components["schemas"]["Text"];
                            place: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getDetection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        title: components["schemas"]["Text"];
                        why: components["schemas"]["Text"];
                        severity: components["schemas"]["Severity"];
                        techniques: string[];
                        tactics: string[];
                        sources: string[];
                        /** @enum {string} */
                        kind: "rule" | "correlation";
                        /** @enum {string} */
                        origin: "product" | "user";
                        author: string | null;
                        enabled: boolean;
                        alertsLastMonth: number;
                        lastAlert: string | null;
                        /**
                         * @description `no-events`: no event of its sources came in the last week
                         * @enum {string}
                         */
                        state: "firing" | "silent" | "no-events" | "off";
                        respond: components["schemas"]["Text"] | null;
                        falsePositives: components["schemas"]["Text"][];
                        references: string[];
                        groupBy: string[];
                        periodSeconds: number;
                        sigma: string;
                        exceptions: components["schemas"]["DetectionException"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteDetection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setDetection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    enabled: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Detection"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    importDetections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    yaml: string;
                    /** @default false */
                    enabled?: boolean;
                    /** @default false */
                    dryRun?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        imported: string[];
                        rejected: {
                            rule: string;
                            reason: components["schemas"]["Text"];
                            place: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    startReplay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    detection?: string;
                    yaml?: string;
                    /** Format: date-time */
                    since: string;
                    /** Format: date-time */
                    until: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cancelReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listDetectionExceptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DetectionException"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createDetectionException: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    detection: string;
                    fields: {
                        field: string;
                        value: string;
                    }[];
                    reason: string;
                    /** Format: date-time */
                    expiresAt: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetectionException"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteDetectionException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    attackMatrix: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tactics: {
                            id: string;
                            name: components["schemas"]["Text"];
                            techniques: {
                                id: string;
                                name: components["schemas"]["Text"];
                                detections: number;
                                enabled: number;
                                /** @description Enabled, but no event of their sources comes in */
                                blind: number;
                                alerts: number;
                                /** @enum {string} */
                                state: "seen" | "covered" | "silent" | "none";
                            }[];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    knownEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            source: string;
                            service: string;
                            name: string;
                            title: components["schemas"]["Text"];
                            category: string;
                            technique: string | null;
                            severity: components["schemas"]["Severity"];
                            named: boolean;
                            watched: boolean;
                            seenLastMonth: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listWatches: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Watch"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createWatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    /** @default true */
                    enabled?: boolean;
                    events: string[];
                    /** @default null */
                    actor?: string | null;
                    /** @default null */
                    account?: string | null;
                    /** @default null */
                    region?: string | null;
                    /** @default null */
                    ip?: string | null;
                    /** @default null */
                    asset?: string | null;
                    /** @default null */
                    outcome?: ("success" | "failure") | null;
                    severity: components["schemas"]["Severity"];
                    /** @default [] */
                    channels?: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watch"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateWatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    /** @default true */
                    enabled?: boolean;
                    events: string[];
                    /** @default null */
                    actor?: string | null;
                    /** @default null */
                    account?: string | null;
                    /** @default null */
                    region?: string | null;
                    /** @default null */
                    ip?: string | null;
                    /** @default null */
                    asset?: string | null;
                    /** @default null */
                    outcome?: ("success" | "failure") | null;
                    severity: components["schemas"]["Severity"];
                    /** @default [] */
                    channels?: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watch"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteWatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listLists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            title: components["schemas"]["Text"];
                            about: components["schemas"]["Text"];
                            values: string[];
                            changed: boolean;
                            usedBy: string[];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listCandidates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description As the list names it */
                            value: string;
                            name: string;
                            /** @enum {string} */
                            type: "user" | "role" | "service-account";
                            source: string;
                            account: string;
                            accounts: number;
                            tool: string;
                            /** @description The tool is one that deploys */
                            deploys: boolean;
                            events: number;
                            /** @description Events that changed something */
                            changes: number;
                            addresses: number;
                            /** Format: date-time */
                            first: string;
                            /** Format: date-time */
                            last: string;
                            /** @description Raised by it in that time */
                            alerts: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setList: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    values: string[] | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listChannels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Channel"][];
                        routing: components["schemas"]["Routing"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    type: "slack" | "teams" | "email" | "webhook" | "pagerduty" | "syslog";
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @default both
                     * @enum {string}
                     */
                    language?: "en" | "ko" | "both";
                    /** @default {} */
                    settings?: {
                        [key: string]: string | number | boolean;
                    };
                    /** @description Webhook URL, signing key, routing key or password; kept encrypted and never shown */
                    secret?: string;
                    /** @default null */
                    quiet?: {
                        from: string;
                        to: string;
                        timeZone: string;
                        except: components["schemas"]["Severity"];
                    } | null;
                    /** @default null */
                    digestMinutes?: number | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    type: "slack" | "teams" | "email" | "webhook" | "pagerduty" | "syslog";
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @default both
                     * @enum {string}
                     */
                    language?: "en" | "ko" | "both";
                    /** @default {} */
                    settings?: {
                        [key: string]: string | number | boolean;
                    };
                    /** @description Webhook URL, signing key, routing key or password; kept encrypted and never shown */
                    secret?: string;
                    /** @default null */
                    quiet?: {
                        from: string;
                        to: string;
                        timeZone: string;
                        except: components["schemas"]["Severity"];
                    } | null;
                    /** @default null */
                    digestMinutes?: number | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    testChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sent: boolean;
                        error: components["schemas"]["Text"] | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setRouting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    items: {
                        channel: string;
                        severity: components["schemas"]["Severity"];
                        account: string | null;
                        /** @description Asset ids with `*`, or `tag:key=value` */
                        asset: string | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Routing"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                channel?: string;
                incident?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Delivery"][];
                        next: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name shown in the console */
                    organization?: string;
                    /**
                     * @description Of reports and of users who chose none
                     * @enum {string}
                     */
                    language?: "en" | "ko";
                    /** @description How long raw facts are kept */
                    segmentDays?: number;
                    /** @description How long changed asset versions are kept */
                    versionDays?: number;
                    /** @description Whose hours and weekdays detections go by: a name of the IANA time zone database */
                    timeZone?: string;
                    /** @description How long events are kept */
                    eventDays?: number;
                    /** @description Older than that when they become known, incidents and watched events are told together as history; 0: never */
                    historyHours?: number;
                    /** @description How long a sign-in lasts without use */
                    sessionHours?: number;
                    /** @description Fetch vulnerability advisories every day; off where they are imported by hand */
                    fetchAdvisories?: boolean;
                    /** @description Mirror that advisories are fetched from; empty: each feed where its maker publishes it */
                    advisorySource?: "" | string;
                    /** @description Where people find the console, for links in messages; empty: where the server listens */
                    consoleUrl?: "" | string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "starting" | "failing";
                        reason: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "starting" | "failing";
                        reason: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": unknown;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
