// Made from docs/openapi.json by `npm run types`; not edited by hand.

export interface paths {
    "/api/audit/alerts/{alertId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trace an alert
         * @description For administrators and auditors. Energies are whole micro-watt-hours (kWh × 10⁹), so that sums are exact.
         */
        get: operations["auditAlert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the history of an aggregate
         * @description For administrators and auditors.
         */
        get: operations["auditHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/totals/{deviceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Work an hour's total out again
         * @description For administrators and auditors. Energies are whole micro-watt-hours (kWh × 10⁹), so that sums are exact.
         */
        get: operations["auditTotal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew a token
         * @description For anyone. A refresh token is good once. One that is shown again ends the session, since somebody else may have it.
         */
        post: operations["refresh"];
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
    "/api/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where am I signed in?
         * @description For everybody who is signed in.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * Sign out everywhere
         * @description For everybody who is signed in.
         */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions/{id}": {
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
         * Sign out elsewhere
         * @description For everybody who is signed in.
         */
        delete: operations["endSession"];
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
    "/api/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List conflicts
         * @description For administrators.
         */
        get: operations["listConflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List conversations
         * @description For administrators. Those first who wait for a person, the longest first.
         */
        get: operations["listConversations"];
        put?: never;
        post?: never;
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
         * @description For administrators, and for whoever owned the device at the time in question.
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
    "/api/devices/{id}/consumption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what a device used
         * @description For administrators, and for whoever owned the device at the time in question. The whole buckets in which some part of the range lies, as the clocks of the zone count them: a day may have 23 or 25 hours, and the repeated hour is one of its own. `auto` takes the finest that shows the range in about a thousand. A bucket in which nothing was measured is null.
         */
        get: operations["readConsumption"];
        put?: never;
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
    "/api/devices/{id}/limit-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Try another limit on the past
         * @description For administrators and auditors.
         */
        get: operations["previewLimit"];
        put?: never;
        post?: never;
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
    "/api/held-readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List held readings
         * @description For administrators.
         */
        get: operations["listHeld"];
        put?: never;
        post?: never;
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
         * @description For administrators, and for whoever owned the device at the time in question. Exactly 24 hours as the clock on the wall counts them; 0 where nothing was measured. On a day of 25 hours the repeated one is summed.
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
    "/api/parked-readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List parked readings
         * @description For administrators.
         */
        get: operations["listParked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List projections
         * @description For administrators.
         */
        get: operations["listProjections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projections/{name}/rebuilds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a projection anew from the log
         * @description For administrators. People go on working meanwhile. The progress is told at `/topic/admin/system`.
         */
        post: operations["rebuildProjection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projections/{name}/rollbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show a projection as before its last rebuild
         * @description For administrators. People go on working meanwhile. The progress is told at `/topic/admin/system`.
         */
        post: operations["rollBackProjection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projections/{name}/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare a projection with the log
         * @description For administrators. People go on working meanwhile. The progress is told at `/topic/admin/system`.
         */
        post: operations["verifyProjection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the quarantine
         * @description For administrators.
         */
        get: operations["listQuarantined"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quarantine/{position}": {
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
         * Drop a message of quarantine
         * @description For administrators.
         */
        delete: operations["dropQuarantined"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quarantine/{position}/retries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message of quarantine again
         * @description For administrators.
         */
        post: operations["retryQuarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how the system is
         * @description For administrators.
         */
        get: operations["readSystem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unregistered-devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List unregistered devices
         * @description For administrators.
         */
        get: operations["listUnregistered"];
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
        /**
         * Read a conversation
         * @description For administrators and the user themselves. The latest conversation with its newest 500 messages; number 0 before the first one. As text it is the transcript of all conversations.
         */
        get: operations["readConversation"];
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
    "/api/users/{id}/conversation/delivered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say that messages have arrived
         * @description For administrators and the user themselves. All messages of the other side up to this one. The customer marks for themselves, an administrator for support.
         */
        put: operations["markMessagesDelivered"];
        post?: never;
        delete?: never;
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
    "/api/users/{id}/conversation/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say that messages were read
         * @description For administrators and the user themselves. All messages of the other side up to this one. The customer marks for themselves, an administrator for support.
         */
        put: operations["markMessagesRead"];
        post?: never;
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
    "/api/users/{id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set one's time zone and language
         * @description For administrators and the user themselves. What is missing stays as it is.
         */
        put: operations["changePreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a user's devices at a glance
         * @description For administrators and the user themselves. Yesterday and last month are counted up to the time of day, and day of the month, that it is now.
         */
        get: operations["readSummary"];
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
        AlertProof: {
            /** Format: uuid */
            alert: string;
            consistent: boolean;
            /** Format: uuid */
            device: string;
            /** Format: date-time */
            hour: string;
            passedAt: Record<string, never> | null;
            stands: boolean;
            story: Record<string, never>[];
            total: components["schemas"]["TotalProof"];
        };
        Basis: {
            /** Format: date-time */
            at: string;
            devices: components["schemas"]["DeviceFigures"][];
            openAlerts: number;
            /** @description Where in the log the numbers stood. */
            position: number;
            /** @description The IANA name of the zone in which days begin. */
            zone: string;
        };
        Bucket: {
            /** @description kWh; null where nothing was measured. */
            consumption: number | null;
            /** @description Whether a person corrected something in it. */
            corrected: boolean;
            /** @description Of the ten-minute slots, those with a reading. */
            coverage: number;
            /** Format: date-time */
            end: string;
            /** @description Grows with each change. */
            revision: number;
            /** Format: date-time */
            start: string;
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
            role?: ("ADMIN" | "CLIENT" | "AUDITOR") | (null | "");
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
            role: "ADMIN" | "CLIENT" | "AUDITOR";
            /**
             * Format: uuid
             * @example 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11
             */
            userId: string;
        };
        ChatMessage: {
            /** Format: date-time */
            at: string;
            based: components["schemas"]["Basis"] | null;
            /** Format: date-time */
            deliveredAt: string | null;
            /** @enum {string} */
            from: "customer" | "bot" | "person";
            /** Format: uuid */
            id: string;
            name: string | null;
            /** @description From 1, over all conversations. */
            number: number;
            /** Format: date-time */
            readAt: string | null;
            /**
             * @description Of a bot's answer.
             * @enum {unknown}
             */
            source: "rule" | "model" | "fallback" | null;
            text: string;
        };
        Conflict: {
            /** @description kWh; the value that was first in the log. */
            counted: number;
            /** Format: uuid */
            deviceId: string;
            /** Format: date-time */
            measuredAt: string;
            /** @description kWh. */
            other: number;
            /**
             * Format: date-time
             * @description null where the log no longer has it.
             */
            recordedAt: string | null;
        };
        Consumption: {
            buckets: components["schemas"]["Bucket"][];
            /** Format: uuid */
            deviceId: string;
            /** @enum {unknown} */
            resolution: "quarter" | "hour" | "day" | "month";
            /** @constant */
            unit: "kWh";
            /** @description The IANA name of the zone. */
            zone: string;
        };
        Conversation: {
            messages: components["schemas"]["ChatMessage"][];
            /** @description From 1; 0 before the first one. */
            number: number;
            /** @enum {string} */
            onDuty: "bot" | "person";
            open: boolean;
            personRequested: boolean;
            /** @description Messages of the other side that the caller has not read. */
            unread: number;
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
            role: "ADMIN" | "CLIENT" | "AUDITOR";
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
        DeviceFigures: {
            /** Format: uuid */
            deviceId: string;
            /** @description kWh in one hour. */
            limit: number | null;
            /** @description From the first of the month on. */
            month: number | null;
            name: string;
            /** @description kWh; null where nothing was measured. */
            today: number | null;
            yesterday: number | null;
        };
        DeviceSummary: {
            /** Format: uuid */
            deviceId: string;
            hour: {
                /** @description kWh; null where nothing was measured. */
                consumption: number | null;
                coverage: number;
                /** @description What the hour comes to if it goes on like this. */
                projected: number | null;
                /** Format: date-time */
                start: string;
            };
            /** @description kWh; null where nothing was measured. */
            lastMonthByNow: number | null;
            /** Format: date-time */
            lastReadingAt: string | null;
            /** @description kWh in one hour. */
            limit: number | null;
            /** @description kWh; null where nothing was measured. */
            month: number | null;
            name: string;
            /** @description kWh; null where nothing was measured. */
            today: number | null;
            /** @description kWh; null where nothing was measured. */
            yesterdayByNow: number | null;
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
        HeldReading: {
            /** @description kWh. */
            consumption: number;
            /** Format: uuid */
            deviceId: string;
            /** @description kWh; null where nothing was measured. */
            highest: number | null;
            /** @description Of the range in which values are believed. */
            lowest: number | null;
            /** Format: date-time */
            measuredAt: string;
            /** @description In the log of readings. */
            position: number;
        };
        History: {
            events: components["schemas"]["HistoryEvent"][];
            id: string;
            intact: boolean;
            state: Record<string, never>;
            type: string;
        };
        HistoryChange: {
            after: unknown;
            before: unknown;
            /** @description JSON pointer into the state. */
            member: string;
        };
        HistoryEvent: {
            /** @description `user:…` or `system:…`. */
            actor: string;
            /** Format: date-time */
            at: string;
            /**
             * Format: uuid
             * @description The event that caused the command, if it was not a person.
             */
            cause: string | null;
            changed: components["schemas"]["HistoryChange"][];
            /** Format: uuid */
            command: string;
            /** Format: uuid */
            correlation: string;
            data: {
                [key: string]: unknown;
            };
            /** Format: uuid */
            event: string;
            intact: boolean;
            position: number;
            sequence: number;
            type: string;
            version: number;
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
        LimitPreview: {
            alerts: number;
            alertsThen: number;
            gained: {
                /** @description kWh. */
                consumption: number;
                /** Format: date-time */
                hour: string;
                /** @description kWh; in force now. */
                limit: number | null;
            }[];
            hours: number;
            /** @description kWh. */
            limit: number;
            lost: {
                /** @description kWh. */
                consumption: number;
                /** Format: date-time */
                hour: string;
                /** @description kWh; in force now. */
                limit: number | null;
            }[];
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
        /**
         * @example {
         *       "message": "6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11"
         *     }
         */
        MessageMark: {
            /**
             * Format: uuid
             * @example 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11
             */
            message: string;
        };
        OpenConversation: {
            /** Format: date-time */
            lastAt: string | null;
            lastText: string | null;
            name: string | null;
            number: number;
            /** @enum {string} */
            onDuty: "bot" | "person";
            personRequested: boolean;
            /** @description Messages of the customer that nobody has read. */
            unread: number;
            /** Format: uuid */
            userId: string;
            /**
             * Format: date-time
             * @description Since when the customer waits for a person's word.
             */
            waitingSince: string | null;
        };
        ParkedReading: {
            /** Format: uuid */
            deviceId: string | null;
            /** Format: date-time */
            measuredAt: string | null;
            /** @description In the log of readings. */
            position: number;
            reason: string;
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
        /**
         * @example {
         *       "language": "ro",
         *       "timeZone": "Europe/Bucharest"
         *     }
         */
        Preferences: {
            /** @example ro */
            language?: ("en" | "ro") | (null | "");
            /** @example Europe/Bucharest */
            timeZone?: string | (null | "");
        };
        /** @description What went wrong (RFC 9457). */
        Problem: {
            /**
             * @description For programs.
             * @enum {unknown}
             */
            code: "invalid" | "bad-request" | "not-signed-in" | "wrong-credentials" | "forbidden" | "foreign-origin" | "wrong-password" | "not-found" | "no-credentials" | "name-taken" | "has-credentials" | "already-registered" | "last-administrator" | "taken-over" | "not-joined" | "conflict" | "in-progress" | "cut-off" | "erased" | "link-not-valid" | "too-large" | "not-json" | "idempotency-key-reused" | "busy" | "throttled" | "internal" | "unavailable" | "outcome-unknown" | "not-yet-readable" | "method-not-allowed";
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
        Projection: {
            /** @description Messages that are not in it yet. */
            lag: number;
            name: string;
            parked: number;
            /** @description Everything up to here is in it. */
            position: number;
            /** @description Messages per second. */
            rate: number;
            replicas: number;
            /** @description live, paused, rebuild, verify or rollback. */
            state: string;
        };
        Quarantined: {
            /** Format: date-time */
            at: string;
            /** @description Bytes of the whole message. */
            length: number;
            /** @description Names the message. */
            position: number;
            reason: string;
            /** @description The queue that it came from. */
            source: string;
            /** @description Its beginning, as far as it is text. */
            text: string;
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
         *       "refreshToken": "64 hexadecimal characters"
         *     }
         */
        Refresh: {
            /** @example 64 hexadecimal characters */
            refreshToken: string;
        };
        Refreshed: {
            /** @description Seconds. */
            expiresIn: number;
            /** @description The next one; the one that was shown is used up. */
            refreshToken: string;
            /** @description For `Authorization: Bearer`. */
            token: string;
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
        Role: {
            /** @description Why it is not ready. */
            causes: string[];
            /** @description Messages that wait for it. */
            lag: number | null;
            /** @description The age of the oldest of them. */
            lagSeconds: number | null;
            /** @description Messages per second. */
            rate: number | null;
            ready: boolean;
            replica: string;
            role: string;
            /** Format: date-time */
            since: string;
            version: string;
        };
        RoleOfUser: {
            /** @enum {string} */
            role: "ADMIN" | "CLIENT" | "AUDITOR";
        };
        Run: {
            /** Format: uuid */
            run: string;
        };
        Session: {
            /** @enum {string} */
            role: "ADMIN" | "CLIENT" | "AUDITOR";
            /** @description The IANA name of the zone in which days begin. */
            timeZone: string;
            /** Format: uuid */
            userId: string;
            username: string;
        };
        SessionRow: {
            address: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Whether it is the one that asks. */
            current: boolean;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            lastUsedAt: string;
            userAgent: string | null;
        };
        SignedIn: {
            /** @description Seconds. */
            expiresIn: number;
            /** @description What programs renew the token with. */
            refreshToken: string;
            /** @enum {string} */
            role: "ADMIN" | "CLIENT" | "AUDITOR";
            /** @description For `Authorization: Bearer`; good for ten minutes. */
            token: string;
            /** Format: uuid */
            userId: string;
            username: string;
        };
        Summary: {
            /** Format: date-time */
            at: string;
            devices: components["schemas"]["DeviceSummary"][];
            zone: string;
        };
        System: {
            conflicts: number;
            held: number;
            parked: number;
            quarantine: number;
            queue: {
                depth: number;
            } | null;
            roles: components["schemas"]["Role"][];
            unregistered: number;
        };
        TotalProof: {
            arithmetic: string;
            asOf: Record<string, never>;
            corrections: Record<string, never>[];
            /** Format: uuid */
            device: string;
            equal: boolean | null;
            /** Format: date-time */
            hour: string;
            limit: Record<string, never> | null;
            overLimit: boolean;
            owner: Record<string, never> | null;
            readings: Record<string, never>[];
            registered: boolean;
            shown: Record<string, never> | null;
            /** @description Micro-watt-hours. */
            total: number;
        };
        UnregisteredDevice: {
            /** Format: uuid */
            deviceId: string;
            /** Format: date-time */
            firstSeenAt: string;
            /** @description kWh; null where nothing was measured. */
            lastConsumption: number | null;
            /** Format: date-time */
            lastSeenAt: string;
            readings: number;
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
            role: "ADMIN" | "CLIENT" | "AUDITOR";
            /** Format: uuid */
            userId: string;
            username: string;
            /** @constant */
            valid: true;
        };
    };
    responses: {
        /** @description `busy`: too many passwords are worked on at this moment; `throttled`: that was tried too often */
        BusyOrThrottled: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "busy" | "throttled";
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
        /** @description `cut-off`: too little of it was kept */
        CutOff: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "cut-off";
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
        /** @description `in-progress`: it is being worked on already */
        InProgress: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "in-progress";
                    /** @constant */
                    status?: 409;
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
        /** @description `throttled`: that was tried too often */
        Throttled: {
            headers: {
                /** @description Seconds after which another try may help. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "throttled";
                    /** @constant */
                    status?: 429;
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
    auditAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alertId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What led to it and what came of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertProof"];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    auditHistory: {
        parameters: {
            query: {
                /** @description user, device, alert, conversation, name or administrators */
                type: string;
                /** @description Of an alert's aggregate: device and month, `…-202611`. */
                id: string;
                /** @description Only what the log held at a time, or up to a position of it. */
                asOf?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its events, and what each of them changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    auditTotal: {
        parameters: {
            query: {
                /** @description Any time within the UTC hour. */
                hour: string;
                /** @description Only what the log held at a time, or up to a position of it. */
                asOf?: string;
            };
            header?: never;
            path: {
                deviceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The readings, the rules and the sum. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotalProof"];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
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
            429: components["responses"]["BusyOrThrottled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["BusyOrThrottled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["BusyOrThrottled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["BusyOrThrottled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description The next ones. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refreshed"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
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
            429: components["responses"]["BusyOrThrottled"];
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
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One's own, the one used last first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRow"][];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    endSessions: {
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
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    endSession: {
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
            /** @description It is so. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConflicts: {
        parameters: {
            query?: {
                /** @description Only those of this device. */
                device?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Instants with more than one value. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conflict"][];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    listConversations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The open ones, at most 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenConversation"][];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    readConsumption: {
        parameters: {
            query: {
                /**
                 * @description The beginning of the range.
                 * @example 2026-11-22T00:00:00Z
                 */
                from: string;
                /**
                 * @description Its end, which is no part of it.
                 * @example 2026-11-23T00:00:00Z
                 */
                to: string;
                resolution?: "quarter" | "hour" | "day" | "month" | "auto";
                /**
                 * @description The IANA name of a time zone; default the caller's, else the installation's.
                 * @example Europe/Bucharest
                 */
                zone?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The buckets, in order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consumption"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
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
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    previewLimit: {
        parameters: {
            query: {
                /**
                 * @description kWh.
                 * @example 2.5
                 */
                limit: number;
                /** @description The beginning. */
                from: string;
                /** @description The end, at most 366 days later; no part of it. */
                to: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alerts that would come and go. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitPreview"];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    listHeld: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They await a verdict. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldReading"][];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
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
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    listParked: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Readings that cannot be counted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkedReading"][];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    listProjections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each with how far it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Projection"][];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    rebuildProjection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A replica begins soon. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InProgress"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    rollBackProjection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A replica begins soon. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InProgress"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    verifyProjection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A replica begins soon. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InProgress"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    listQuarantined: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Messages that could not be read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quarantined"][];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    dropQuarantined: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                position: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    retryQuarantined: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                position: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["CutOff"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    readSystem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every process, and how much waits for a person. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["System"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    listUnregistered: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those heard last come first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnregisteredDevice"][];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrForeignOrigin"];
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
    readConversation: {
        parameters: {
            query?: {
                format?: "json" | "text";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                    "text/plain": string;
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    markMessagesDelivered: {
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
                "application/json": components["schemas"]["MessageMark"];
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
            410: components["responses"]["Erased"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    markMessagesRead: {
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
                "application/json": components["schemas"]["MessageMark"];
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
            410: components["responses"]["Erased"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["Throttled"];
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
            429: components["responses"]["BusyOrThrottled"];
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
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    changePreferences: {
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
                "application/json": components["schemas"]["Preferences"];
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
            410: components["responses"]["Erased"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrOutcomeUnknown"];
        };
    };
    readSummary: {
        parameters: {
            query?: {
                /**
                 * @description The IANA name of a time zone; default the caller's, else the installation's.
                 * @example Europe/Bucharest
                 */
                zone?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each device at a glance. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"];
                };
            };
            400: components["responses"]["InvalidOrBadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["Throttled"];
            500: components["responses"]["Internal"];
            503: components["responses"]["UnavailableOrNotYetReadable"];
        };
    };
}
