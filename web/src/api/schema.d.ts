// Made from docs/openapi.json by `npm run types`; not edited by hand.

export interface paths {
    "/api/auth/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a user sign in
         * @description For administrators.
         */
        post: operations["createCredentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/credentials/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What may a user do?
         * @description For administrators and the user themselves.
         */
        get: operations["readRole"];
        /**
         * Change a user's role
         * @description For administrators.
         */
        put: operations["changeRole"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/credentials/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change how a user signs in
         * @description For administrators. What is missing, null or empty stays as it is. For a user without credentials they are made, if a password is given.
         */
        put: operations["changeCredentials"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the gateway there?
         * @description For anyone.
         */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description For anyone.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description For anyone.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password by token
         * @description For anyone.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make oneself known
         * @description For anyone. Always makes a CLIENT, whatever `role` says.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who am I?
         * @description For everybody who is signed in.
         */
        get: operations["session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Is this token good?
         * @description For anyone. Only a Bearer token counts here, the cookie does not.
         */
        post: operations["validate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List devices
         * @description For administrators.
         */
        get: operations["listDevices"];
        put?: never;
        /**
         * Make a device known
         * @description For administrators. An `id` adopts a meter that is in the field already.
         */
        post: operations["createDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/user/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a user's devices
         * @description For administrators and the user themselves.
         */
        get: operations["listDevicesOfUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a device
         * @description For administrators and the owner of the device.
         */
        get: operations["readDevice"];
        /**
         * Change a device
         * @description For administrators. Without `userId` the owner stays. An `id` in the body is ignored.
         */
        put: operations["changeDevice"];
        post?: never;
        /**
         * Take a device out of use
         * @description For administrators.
         */
        delete: operations["retireDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}/accepted-readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept a held reading
         * @description For administrators. A reading is its device and its millisecond. What is said of it stays in the log with its reason.
         */
        post: operations["acceptHeldReading"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}/acknowledged-alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge an alert
         * @description For administrators and the owner of the device.
         */
        post: operations["acknowledgeAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a device from its user
         * @description For administrators.
         */
        delete: operations["unassignDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}/assign/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a device to a user
         * @description For administrators.
         */
        put: operations["assignDevice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Correct a reading
         * @description For administrators. A reading is its device and its millisecond. What is said of it stays in the log with its reason.
         */
        post: operations["correctReading"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}/plausible-range": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say which values are believed
         * @description For administrators. Readings outside, both ends included, wait for a person.
         */
        put: operations["setPlausibleRange"];
        post?: never;
        /**
         * Believe all values again
         * @description For administrators.
         */
        delete: operations["clearPlausibleRange"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}/rejected-readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a held reading
         * @description For administrators. A reading is its device and its millisecond. What is said of it stays in the log with its reason.
         */
        post: operations["rejectHeldReading"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}/voided-readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Void a reading
         * @description For administrators. A reading is its device and its millisecond. What is said of it stays in the log with its reason.
         */
        post: operations["voidReading"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/monitoring/{deviceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a device's day
         * @description For administrators and the owner of the device. Exactly 24 hours as the clock on the wall counts them; 0 where nothing was measured. On a day of 25 hours the repeated one is summed.
         */
        get: operations["readDay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description For administrators.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Make a user known
         * @description For administrators.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/details": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users with all that is known
         * @description For administrators.
         */
        get: operations["listUserDetails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a user
         * @description For administrators and the user themselves.
         */
        get: operations["readUser"];
        /**
         * Change a user's profile
         * @description For administrators and the user themselves.
         */
        put: operations["changeUser"];
        post?: never;
        /**
         * Erase a person
         * @description For administrators. The person cannot sign in from then on, their devices are nobody's, their names are free, and what is personal in the log can be read by nobody.
         */
        delete: operations["eraseUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a user's alerts
         * @description For administrators and the user themselves.
         */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/conversation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Close a conversation
         * @description For administrators and the user themselves.
         */
        delete: operations["closeConversation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/conversation/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write in a conversation
         * @description For administrators and the user themselves. The customer writes in their own conversation, an administrator in one that they have joined.
         */
        post: operations["writeMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/conversation/person": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Take over a conversation
         * @description For administrators. From then on the bot says nothing, until the person leaves.
         */
        put: operations["joinConversation"];
        post?: never;
        /**
         * Hand back a conversation
         * @description For administrators.
         */
        delete: operations["leaveConversation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/conversation/person-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a person
         * @description For administrators and the user themselves.
         */
        post: operations["askForPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keep a user from signing in
         * @description For administrators.
         */
        put: operations["disableUser"];
        post?: never;
        /**
         * Let a user sign in again
         * @description For administrators.
         */
        delete: operations["enableUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change one's password
         * @description For administrators and the user themselves. For oneself; an administrator issues a reset instead.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a user set a new password
         * @description For administrators. The token is told once and is good for 24 hours.
         */
        post: operations["issuePasswordReset"];
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
        /**
         * @example {
         *       "comment": "guests over the weekend",
         *       "hour": "2026-11-20T10:00:00Z"
         *     }
         */
        Acknowledgement: {
            /** @example guests over the weekend */
            comment?: string | (null | "");
            /**
             * Format: date-time
             * @description The beginning of a UTC hour.
             * @example 2026-11-20T10:00:00Z
             */
            hour: string;
        };
        Alert: {
            /** Format: date-time */
            acknowledgedAt: string | null;
            /** Format: uuid */
            alertId: string;
            comment: string | null;
            /** @description kWh. */
            consumption: number;
            /** Format: uuid */
            deviceId: string;
            /** @description null for a device that is out of use. */
            deviceName: string | null;
            /** Format: date-time */
            hour: string;
            /** @description kWh. */
            limit: number;
            /** Format: date-time */
            raisedAt: string;
            /**
             * Format: date-time
             * @description When the hour was found not to be above its limit.
             */
            retractedAt: string | null;
        };
        /**
         * @example {
         *       "email": "ana@example.org",
         *       "password": "correct horse battery",
         *       "role": "CLIENT",
         *       "username": "ana"
         *     }
         */
        ChangeCredentials: {
            /** @example ana@example.org */
            email?: string | (null | "");
            /** @example correct horse battery */
            password?: string | (null | "");
            /** @example CLIENT */
            role?: ("ADMIN" | "CLIENT") | (null | "");
            /** @example ana */
            username?: string | (null | "");
        };
        /**
         * @example {
         *       "currentPassword": "correct horse battery",
         *       "newPassword": "correct horse battery"
         *     }
         */
        ChangePassword: {
            /** @example correct horse battery */
            currentPassword: string;
            /**
             * @description The most common passwords are refused.
             * @example correct horse battery
             */
            newPassword: string;
        };
        /**
         * @example {
         *       "role": "CLIENT",
         *       "userId": "6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11"
         *     }
         */
        ChangeRole: {
            /**
             * @example CLIENT
             * @enum {string}
             */
            role: "ADMIN" | "CLIENT";
            /**
             * Format: uuid
             * @example 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11
             */
            userId: string;
        };
        /**
         * @example {
         *       "email": "ana@example.org",
         *       "password": "correct horse battery",
         *       "role": "CLIENT",
         *       "userId": "6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11",
         *       "username": "ana"
         *     }
         */
        CreateCredentials: {
            /** @example ana@example.org */
            email?: string | (null | "");
            /**
             * @description The most common passwords are refused.
             * @example correct horse battery
             */
            password: string;
            /**
             * @example CLIENT
             * @enum {string}
             */
            role: "ADMIN" | "CLIENT";
            /**
             * Format: uuid
             * @example 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11
             */
            userId: string;
            /** @example ana */
            username: string;
        };
        Device: {
            description: string | null;
            /** Format: uuid */
            id: string;
            /** @description kWh in one hour. */
            maxConsumption: number | null;
            name: string;
            /** Format: uuid */
            userId: string | null;
        };
        /**
         * @example {
         *       "description": "In the cellar",
         *       "id": "6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11",
         *       "maxConsumption": 3.2,
         *       "name": "Boiler",
         *       "userId": "6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11"
         *     }
         */
        DeviceDescription: {
            /** @example In the cellar */
            description?: string | (null | "");
            /** @example 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11 */
            id?: string | (null | "");
            /**
             * @description kWh in one hour.
             * @example 3.2
             */
            maxConsumption: number | string;
            /** @example Boiler */
            name: string;
            /** @example 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11 */
            userId?: string | (null | "");
        };
        /**
         * @example {
         *       "reason": "moved out"
         *     }
         */
        Disable: {
            /** @example moved out */
            reason: string;
        };
        Done: {
            /** @description A sentence for people. */
            message: string;
        };
        Health: {
            /** @constant */
            status: "healthy";
        };
        Hour: {
            /** @description kWh. */
            consumption: number;
            hour: number;
        };
        InvalidToken: {
            error: string;
            /** @constant */
            valid: false;
        };
        ListedUser: {
            /** @description In years; 0 where the birth date is not known. */
            age: number;
            email: string | null;
            /** Format: uuid */
            id: string;
            username: string;
        };
        /**
         * @example {
         *       "password": "correct horse battery",
         *       "username": "ana"
         *     }
         */
        Login: {
            /** @example correct horse battery */
            password: string;
            /** @example ana */
            username: string;
        };
        /**
         * @example {
         *       "text": "Why was yesterday so much?"
         *     }
         */
        Message: {
            /** @example Why was yesterday so much? */
            text: string;
        };
        PasswordReset: {
            /** Format: date-time */
            expiresAt: string;
            /** @description For `POST /api/auth/password-reset`. */
            token: string;
        };
        /**
         * @example {
         *       "atLeast": 3.2,
         *       "atMost": 3.2
         *     }
         */
        PlausibleRange: {
            /**
             * @description kWh, rounded half to even at the ninth decimal.
             * @example 3.2
             */
            atLeast: number | string;
            /**
             * @description kWh, rounded half to even at the ninth decimal.
             * @example 3.2
             */
            atMost: number | string;
        };
        /** @description What went wrong (RFC 9457). */
        Problem: {
            /**
             * @description For programs.
             * @enum {unknown}
             */
            code: "invalid" | "bad-request" | "not-signed-in" | "wrong-credentials" | "forbidden" | "foreign-origin" | "wrong-password" | "not-found" | "no-credentials" | "name-taken" | "has-credentials" | "already-registered" | "last-administrator" | "taken-over" | "not-joined" | "conflict" | "erased" | "link-not-valid" | "too-large" | "not-json" | "idempotency-key-reused" | "busy" | "internal" | "unavailable" | "outcome-unknown" | "not-yet-readable" | "method-not-allowed";
            /** @description A sentence for people. */
            detail: string;
            /** @description The same sentence, where old clients look for it. */
            error: string;
            /** @description Every member of the body that cannot be used; absent if there is none. */
            errors?: {
                /** @description Reads on after the member's name. */
                detail: string;
                /** @description A JSON pointer into the body. */
                pointer: string;
            }[];
            status: number;
            title: string;
            /**
             * Format: uuid
             * @description Finds the request in the logs.
             */
            traceId: string;
            /** Format: uri-reference */
            type: string;
        };
        /**
         * @example {
         *       "city": "Cluj",
         *       "dateOfBirth": "1990-12-31",
         *       "email": "ana@example.org",
         *       "language": "ro",
         *       "name": "Ana Pop",
         *       "timeZone": "Europe/Bucharest",
         *       "username": "ana"
         *     }
         */
        Profile: {
            /** @example Cluj */
            city: string;
            /**
             * Format: date
             * @description Not before 1900, and at least 18 years ago.
             * @example 1990-12-31
             */
            dateOfBirth: string;
            /** @example ana@example.org */
            email: string;
            /** @example ro */
            language?: ("en" | "ro") | (null | "");
            /** @example Ana Pop */
            name: string;
            /** @example Europe/Bucharest */
            timeZone?: string | (null | "");
            /** @example ana */
            username: string;
        };
        /**
         * @example {
         *       "measuredAt": "2026-11-20T10:20:00.000Z",
         *       "measurementValue": 3.2,
         *       "reason": "the meter was exchanged"
         *     }
         */
        ReadingWithValue: {
            /**
             * Format: date-time
             * @description From 2000-01-01 to 48 hours from now.
             * @example 2026-11-20T10:20:00.000Z
             */
            measuredAt: string;
            /**
             * @description kWh, rounded half to even at the ninth decimal.
             * @example 3.2
             */
            measurementValue: number | string;
            /** @example the meter was exchanged */
            reason: string;
        };
        /**
         * @example {
         *       "measuredAt": "2026-11-20T10:20:00.000Z",
         *       "reason": "the meter was exchanged"
         *     }
         */
        ReadingWithoutValue: {
            /**
             * Format: date-time
             * @description From 2000-01-01 to 48 hours from now.
             * @example 2026-11-20T10:20:00.000Z
             */
            measuredAt: string;
            /** @example the meter was exchanged */
            reason: string;
        };
        /**
         * @example {
         *       "email": "ana@example.org",
         *       "password": "correct horse battery",
         *       "username": "ana"
         *     }
         */
        Register: {
            /** @example ana@example.org */
            email?: string | (null | "");
            /**
             * @description The most common passwords are refused.
             * @example correct horse battery
             */
            password: string;
            /** @example ana */
            username: string;
        };
        /**
         * @example {
         *       "newPassword": "correct horse battery",
         *       "token": "6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11.5ec2e7"
         *     }
         */
        ResetPassword: {
            /**
             * @description The most common passwords are refused.
             * @example correct horse battery
             */
            newPassword: string;
            /**
             * @description As an administrator has given it to the person.
             * @example 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11.5ec2e7
             */
            token: string;
        };
        RoleOfUser: {
            /** @enum {string} */
            role: "ADMIN" | "CLIENT";
        };
        Session: {
            /** @enum {string} */
            role: "ADMIN" | "CLIENT";
            /** @description The IANA name of the zone in which days begin. */
            timeZone: string;
            /** Format: uuid */
            userId: string;
            username: string;
        };
        SignedIn: {
            /** @enum {string} */
            role: "ADMIN" | "CLIENT";
            /** @description For `Authorization: Bearer`; good for ten minutes. */
            token: string;
            /** Format: uuid */
            userId: string;
            username: string;
        };
        User: {
            city: string | null;
            /** Format: date */
            dateOfBirth: string | null;
            email: string | null;
            /** Format: uuid */
            id: string;
            name: string | null;
            username: string;
        };
        ValidToken: {
            /** @enum {string} */
            role: "ADMIN" | "CLIENT";
            /** Format: uuid */
            userId: string;
            username: string;
            /** @constant */
            valid: true;
        };
    };
    responses: {
        /** @description `busy`: too many passwords are worked on at this moment */
        Busy: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "busy";
                    /** @constant */
                    status?: 429;
                };
            };
        };
        /** @description `conflict`: others changed the same thing at the same moment; try again */
        Conflict: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "conflict";
                    /** @constant */
                    status?: 409;
                };
            };
        };
        /** @description `erased`: a repeat of what was done to a person who is erased since */
        Erased: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "erased";
                    /** @constant */
                    status?: 410;
                };
            };
        };
        /** @description `erased`: a repeat of what was done to a person who is erased since; `link-not-valid`: the token is unknown, used up or too old */
        ErasedOrLinkNotValid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "erased" | "link-not-valid";
                    /** @constant */
                    status?: 410;
                };
            };
        };
        /** @description `forbidden`: only an administrator may do this; `foreign-origin`: the web page that asks is not a listed one */
        ForbiddenOrForeignOrigin: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "forbidden" | "foreign-origin";
                    /** @constant */
                    status?: 403;
                };
            };
        };
        /** @description `foreign-origin`: the web page that asks is not a listed one */
        ForeignOrigin: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "foreign-origin";
                    /** @constant */
                    status?: 403;
                };
            };
        };
        /** @description `foreign-origin`: the web page that asks is not a listed one; `wrong-password`: the present password is another one */
        ForeignOriginOrWrongPassword: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "foreign-origin" | "wrong-password";
                    /** @constant */
                    status?: 403;
                };
            };
        };
        /** @description `idempotency-key-reused`: the key came with another request before */
        IdempotencyKeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency-key-reused";
                    /** @constant */
                    status?: 422;
                };
            };
        };
        /** @description `internal`: something went wrong on our side */
        Internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "internal";
                    /** @constant */
                    status?: 500;
                };
            };
        };
        /** @description `invalid`: an id, a parameter or members of the body break their rules */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid";
                    /** @constant */
                    status?: 400;
                };
            };
        };
        /** @description `invalid`: an id, a parameter or members of the body break their rules; `bad-request`: the request cannot be understood */
        InvalidOrBadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid" | "bad-request";
                    /** @constant */
                    status?: 400;
                };
            };
        };
        /** @description `last-administrator`: nobody would be left to administer; `conflict`: others changed the same thing at the same moment; try again */
        LastAdministratorOrConflict: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "last-administrator" | "conflict";
                    /** @constant */
                    status?: 409;
                };
            };
        };
        /** @description `name-taken`: somebody or something has this name or address already; `already-registered`: there is one with this id already; `conflict`: others changed the same thing at the same moment; try again */
        NameTakenOrAlreadyRegisteredOrConflict: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "name-taken" | "already-registered" | "conflict";
                    /** @constant */
                    status?: 409;
                };
            };
        };
        /** @description `name-taken`: somebody or something has this name or address already; `conflict`: others changed the same thing at the same moment; try again */
        NameTakenOrConflict: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "name-taken" | "conflict";
                    /** @constant */
                    status?: 409;
                };
            };
        };
        /** @description `name-taken`: somebody or something has this name or address already; `has-credentials`: this user has credentials already; `conflict`: others changed the same thing at the same moment; try again */
        NameTakenOrHasCredentialsOrConflict: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "name-taken" | "has-credentials" | "conflict";
                    /** @constant */
                    status?: 409;
                };
            };
        };
        /** @description `name-taken`: somebody or something has this name or address already; `last-administrator`: nobody would be left to administer; `conflict`: others changed the same thing at the same moment; try again */
        NameTakenOrLastAdministratorOrConflict: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "name-taken" | "last-administrator" | "conflict";
                    /** @constant */
                    status?: 409;
                };
            };
        };
        /** @description `not-found`: it does not exist, or it is somebody else's */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not-found";
                    /** @constant */
                    status?: 404;
                };
            };
        };
        /** @description `not-found`: it does not exist, or it is somebody else's; `no-credentials`: this user has no credentials yet */
        NotFoundOrNoCredentials: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not-found" | "no-credentials";
                    /** @constant */
                    status?: 404;
                };
            };
        };
        /** @description `not-json`: Content-Type does not say application/json */
        NotJson: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not-json";
                    /** @constant */
                    status?: 415;
                };
            };
        };
        /** @description `not-signed-in`: no token and no session, or one that is not good */
        NotSignedIn: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not-signed-in";
                    /** @constant */
                    status?: 401;
                };
            };
        };
        /** @description `taken-over`: another person has taken over this conversation; `conflict`: others changed the same thing at the same moment; try again */
        TakenOverOrConflict: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "taken-over" | "conflict";
                    /** @constant */
                    status?: 409;
                };
            };
        };
        /** @description `taken-over`: another person has taken over this conversation; `not-joined`: only who has taken over writes to the customer; `conflict`: others changed the same thing at the same moment; try again */
        TakenOverOrNotJoinedOrConflict: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "taken-over" | "not-joined" | "conflict";
                    /** @constant */
                    status?: 409;
                };
            };
        };
        /** @description `too-large`: the body is larger than 64 KiB */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "too-large";
                    /** @constant */
                    status?: 413;
                };
            };
        };
        /** @description `unavailable`: a part of the system does not answer now */
        Unavailable: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unavailable";
                    /** @constant */
                    status?: 503;
                };
            };
        };
        /** @description `unavailable`: a part of the system does not answer now; `not-yet-readable`: your own last change cannot be read yet */
        UnavailableOrNotYetReadable: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unavailable" | "not-yet-readable";
                    /** @constant */
                    status?: 503;
                };
            };
        };
        /** @description `unavailable`: a part of the system does not answer now; `outcome-unknown`: it may have been carried out; repeat it with the same key */
        UnavailableOrOutcomeUnknown: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unavailable" | "outcome-unknown";
                    /** @constant */
                    status?: 503;
                };
            };
        };
        /** @description `wrong-credentials`: the user name or the password is wrong */
        WrongCredentials: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "wrong-credentials";
                    /** @constant */
                    status?: 401;
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    createCredentials: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCredentials"];
            };
        };
        responses: {
            /** @description It is so. */
            201: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NameTakenOrHasCredentialsOrConflict"];
            410: components["responses"]["Erased"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["Busy"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    readRole: {
        parameters: {
            query: {
                userId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The role of a user with credentials. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleOfUser"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    changeRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeRole"];
            };
        };
        responses: {
            /** @description It is so. */
            200: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFoundOrNoCredentials"];
            409: components["responses"]["LastAdministratorOrConflict"];
            410: components["responses"]["Erased"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    changeCredentials: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeCredentials"];
            };
        };
        responses: {
            /** @description It is so. */
            200: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFoundOrNoCredentials"];
            409: components["responses"]["NameTakenOrLastAdministratorOrConflict"];
            410: components["responses"]["Erased"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["Busy"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
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
            /** @description It is there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            403: components["responses"]["ForeignOrigin"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description A token, and a session in a cookie. */
            200: {
                headers: {
                    /** @description The session. */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["WrongCredentials"];
            403: components["responses"]["ForeignOrigin"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            429: components["responses"]["Busy"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Removes the session. */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["ForeignOrigin"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPassword"];
            };
        };
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["ErasedOrLinkNotValid"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["Busy"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Register"];
            };
        };
        responses: {
            /** @description It is so. */
            201: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["Invalid"];
            403: components["responses"]["ForeignOrigin"];
            409: components["responses"]["NameTakenOrConflict"];
            410: components["responses"]["Erased"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["Busy"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    validate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is good. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidToken"];
                };
            };
            /** @description It is missing, wrong or expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidToken"];
                };
            };
            403: components["responses"]["ForeignOrigin"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDevices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All devices. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"][];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    createDevice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceDescription"];
            };
        };
        responses: {
            /** @description The device is known. */
            201: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    /** @description Where to read it. */
                    Location: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NameTakenOrAlreadyRegisteredOrConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    listDevicesOfUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Their devices. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"][];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    readDevice: {
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
            /** @description The device. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    changeDevice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceDescription"];
            };
        };
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NameTakenOrConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    retireDevice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    acceptHeldReading: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadingWithValue"];
            };
        };
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    acknowledgeAlert: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acknowledgement"];
            };
        };
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    unassignDevice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    assignDevice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    correctReading: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadingWithValue"];
            };
        };
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    setPlausibleRange: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlausibleRange"];
            };
        };
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    clearPlausibleRange: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    rejectHeldReading: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadingWithValue"];
            };
        };
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    voidReading: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadingWithoutValue"];
            };
        };
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    readDay: {
        parameters: {
            query: {
                /**
                 * @description A day in the time zone of the installation.
                 * @example 2026-11-23
                 */
                date: string;
            };
            header?: never;
            path: {
                deviceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hours of the day. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hour"][];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
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
            /** @description All users, in the short form of old clients. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedUser"][];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Profile"];
            };
        };
        responses: {
            /** @description The user is known, and cannot sign in yet. */
            201: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    /** @description Where to read it. */
                    Location: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            409: components["responses"]["NameTakenOrConflict"];
            410: components["responses"]["Erased"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    listUserDetails: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All users. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"][];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    readUser: {
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
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Profile"];
            };
        };
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NameTakenOrConflict"];
            410: components["responses"]["Erased"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    eraseUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["LastAdministratorOrConflict"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    listAlerts: {
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
            /** @description The newest 200, the latest hour first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"][];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    closeConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Erased"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    writeMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Message"];
            };
        };
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TakenOverOrNotJoinedOrConflict"];
            410: components["responses"]["Erased"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    joinConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TakenOverOrConflict"];
            410: components["responses"]["Erased"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    leaveConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TakenOverOrConflict"];
            410: components["responses"]["Erased"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    askForPerson: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Erased"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    disableUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Disable"];
            };
        };
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["LastAdministratorOrConflict"];
            410: components["responses"]["Erased"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    enableUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Erased"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOriginOrWrongPassword"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Erased"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["Busy"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    issuePasswordReset: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key from the same caller on the same path is the same command: a repeat is answered as the first was, and changes nothing. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: do not wait until the change can be read. */
                Prefer?: "respond-async";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the person proves themselves with. */
            201: {
                headers: {
                    /** @description Where in the log the change stands. */
                    "Ems-Position": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordReset"];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFoundOrNoCredentials"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Erased"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
}
