// Made by scripts/types.mjs from /openapi.json.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A page of a list of dossiers. */
        dossiers: {
            /**
             * Format: date-time
             * @description The instant of the standings.
             */
            now: string;
            /** @description By which due: promised or lawful. */
            basis: string;
            /** @description Whether the ledger is marked as simulated. */
            simulated: boolean;
            /** @description The entries. */
            dossiers: {
                /** @description Its code. */
                code: string;
                /** @description Where it stands. */
                standing: string;
                /** @description The code of the agency it was sent to. */
                agency: string;
                /** @description Its name; the code where it is not known. */
                agency_name: string;
                /** @description The code of the procedure. */
                procedure: string;
                /** @description Its name; the code where it is not known. */
                procedure_name: string;
                /**
                 * Format: date-time
                 * @description When it was received; null: it was not.
                 */
                received_at: string | null;
                /** @description The due; null: there is none. */
                due: string | null;
                /**
                 * Format: date
                 * @description Its local day.
                 */
                due_date: string | null;
                /**
                 * Format: date-time
                 * @description The first instant at which finishing is late.
                 */
                overdue_from: string | null;
                /** @description Another agency that has it. */
                holder?: string;
                /** @description Its name. */
                holder_name?: string;
                /** @description Of an open one: how far it is from its due. */
                due_bucket?: string;
                /**
                 * Format: date-time
                 * @description Of an ended one: when it ended.
                 */
                ended_at?: string;
            }[];
            /** @description The cursor of the next page; null: this is the last. */
            next: string | null;
        };
        /** @description What the board shows now. */
        live: {
            /**
             * Format: date-time
             * @description The instant shown.
             */
            now: string;
            /** @description How many seconds of the daemon's clock go by in one. */
            clock_speed: number;
            /** @description Whether the ledger is marked as simulated. */
            simulated: boolean;
            /** @description Whether now is working time; null where the calendar does not know. */
            office_open: boolean | null;
            /** @description Whose figures these are. */
            site: {
                /** @description The province. */
                province: string;
                /** @description Its English name. */
                province_en: string;
                /** @description The centre that shows them. */
                centre: string;
                /** @description Its English name. */
                centre_en: string;
            };
            /** @description How far the record went. */
            position: {
                /** @description The number of the last event. */
                seq: number;
                /**
                 * Format: date-time
                 * @description When it was recorded.
                 */
                at: string;
                /** @description The digest of the record up to there. */
                chain: string;
            };
            /** @description By which due: promised or lawful. */
            basis: string;
            /** @description Whether the rules of index 766 were held against the portal. */
            index766_confirmed: boolean;
            /** @description Which share is shown first. */
            headline: string;
            /** @description The target of all. */
            target: {
                /** @description The share. */
                per_mille: number;
                /** @description Whether that share keeps the target: at_least, or above. */
                is: string;
            };
            /** @description The reporting month. */
            month: {
                /** @description Its name. */
                name: string;
                /**
                 * Format: date
                 * @description Its first day.
                 */
                from: string;
                /**
                 * Format: date
                 * @description Its last day.
                 */
                to: string;
            };
            /** @description The numbers of all. */
            total: {
                /** @description Open dossiers by their due. */
                open: {
                    /** @description Overdue by ten days or more. */
                    overdue_10wd_plus: number;
                    /** @description Overdue by three to nine days. */
                    overdue_3wd: number;
                    /** @description Overdue by less. */
                    overdue_1wd: number;
                    /** @description Due today. */
                    today: number;
                    /** @description Due on the next working day. */
                    "1wd": number;
                    /** @description Due in two or three. */
                    "3wd": number;
                    /** @description Due later. */
                    later: number;
                    /** @description The clock stands. */
                    suspended: number;
                    /** @description Without a due. */
                    unmeasurable: number;
                };
                /** @description All that are open. */
                open_total: number;
                /** @description Those overdue. */
                overdue: number;
                /** @description Those due today. */
                due_today: number;
                /** @description Submitted, and not received yet. */
                pending_acceptance: number;
                /** @description Heard of without a receipt. */
                without_receipt: number;
                /** @description What waits to be received or declined. */
                acceptance: {
                    /** @description All of them. */
                    waiting: number;
                    /** @description Those that have waited too long. */
                    waiting_late: number;
                };
                /** @description What happened today. */
                today: {
                    /** @description Finished before the due. */
                    early: number;
                    /** @description Finished on the due. */
                    on_time: number;
                    /** @description Finished after it. */
                    late: number;
                    /** @description Finished without a due. */
                    unmeasurable: number;
                    /** @description Received. */
                    received: number;
                };
                /** @description What happened in this month. */
                month: {
                    /** @description Finished before the due. */
                    early: number;
                    /** @description Finished on the due. */
                    on_time: number;
                    /** @description Finished after it. */
                    late: number;
                    /** @description Finished without a due. */
                    unmeasurable: number;
                    /** @description Received. */
                    received: number;
                };
                /** @description The share that is shown first. */
                rate: {
                    /** @description Those on time. */
                    on_time: number;
                    /** @description All of them. */
                    all: number;
                    /** @description The one by the other, cut to four decimals; null where there is none. */
                    ratio: number | null;
                    /** @description Whether it keeps the target; null where there is none. */
                    meets: boolean | null;
                };
                /** @description Whether the target can still be kept. */
                outlook: {
                    /** @description In a word. */
                    state: string;
                    /** @description The best that is left. */
                    best: {
                        /** @description Those on time. */
                        on_time: number;
                        /** @description All of them. */
                        all: number;
                        /** @description The one by the other, cut to four decimals; null where there is none. */
                        ratio: number | null;
                    };
                    /** @description What it would be with the backlog finished. */
                    cleared: {
                        /** @description Those on time. */
                        on_time: number;
                        /** @description All of them. */
                        all: number;
                        /** @description The one by the other, cut to four decimals; null where there is none. */
                        ratio: number | null;
                    };
                    /** @description What is overdue. */
                    backlog: number;
                };
                /** @description Of what fell due in this month. */
                due_cohort: {
                    /** @description Those on time. */
                    on_time: number;
                    /** @description All of them. */
                    all: number;
                    /** @description The one by the other, cut to four decimals; null where there is none. */
                    ratio: number | null;
                };
                /** @description Of what index 766 counts in this month: on time, by our recount. */
                index766: {
                    /** @description Those on time. */
                    on_time: number;
                    /** @description All of them. */
                    all: number;
                    /** @description The one by the other, cut to four decimals; null where there is none. */
                    ratio: number | null;
                };
                /** @description How many may be late. */
                late_budget: {
                    /** @description Due in the whole month, as known now. */
                    due: number;
                    /** @description The most that may be late. */
                    allowed: number;
                    /** @description Late already. */
                    late: number;
                    /** @description What is left; below zero: exceeded. */
                    left: number;
                    /** @description How many more on time would restore the target; null: no number would. */
                    needs_on_time: number | null;
                    /** @description In a word. */
                    state: string;
                };
            };
            /** @description How recent the figures are. */
            data: {
                /** @description In a word. */
                freshness: string;
                /**
                 * Format: date-time
                 * @description When the newest event happened; null: there is none.
                 */
                newest_event: string | null;
                /** @description Working time since then. */
                working_seconds: number;
                /** @description After how much of it the data is late. */
                late_after: number;
                /** @description After how much of it the data is stale. */
                stale_after: number;
            };
            /** @description Whether events can be taken in. */
            health: {
                /** @description Whether they can. */
                ready: boolean;
                /** @description What is wrong with the ledger, in a word. */
                ledger: string;
                /** @description The same in a sentence. */
                detail: string;
                /** @description For how long a write has been stuck. */
                seconds: number;
                /** @description ok, jumped or behind_ledger. */
                clock: string;
                /** @description By how much. */
                clock_seconds: number;
            };
            /** @description A row for each, by code. */
            agencies: {
                /** @description Its code. */
                code: string;
                /** @description Its name. */
                name: string;
                /** @description Its English name, where there is one. */
                name_en: string;
                /** @description Its target. */
                target: {
                    /** @description The share. */
                    per_mille: number;
                    /** @description Whether that share keeps the target: at_least, or above. */
                    is: string;
                };
                /** @description Open dossiers by their due. */
                open: {
                    /** @description Overdue by ten days or more. */
                    overdue_10wd_plus: number;
                    /** @description Overdue by three to nine days. */
                    overdue_3wd: number;
                    /** @description Overdue by less. */
                    overdue_1wd: number;
                    /** @description Due today. */
                    today: number;
                    /** @description Due on the next working day. */
                    "1wd": number;
                    /** @description Due in two or three. */
                    "3wd": number;
                    /** @description Due later. */
                    later: number;
                    /** @description The clock stands. */
                    suspended: number;
                    /** @description Without a due. */
                    unmeasurable: number;
                };
                /** @description All that are open. */
                open_total: number;
                /** @description Those overdue. */
                overdue: number;
                /** @description Those due today. */
                due_today: number;
                /** @description Submitted, and not received yet. */
                pending_acceptance: number;
                /** @description Heard of without a receipt. */
                without_receipt: number;
                /** @description What waits to be received or declined. */
                acceptance: {
                    /** @description All of them. */
                    waiting: number;
                    /** @description Those that have waited too long. */
                    waiting_late: number;
                };
                /** @description What happened today. */
                today: {
                    /** @description Finished before the due. */
                    early: number;
                    /** @description Finished on the due. */
                    on_time: number;
                    /** @description Finished after it. */
                    late: number;
                    /** @description Finished without a due. */
                    unmeasurable: number;
                    /** @description Received. */
                    received: number;
                };
                /** @description What happened in this month. */
                month: {
                    /** @description Finished before the due. */
                    early: number;
                    /** @description Finished on the due. */
                    on_time: number;
                    /** @description Finished after it. */
                    late: number;
                    /** @description Finished without a due. */
                    unmeasurable: number;
                    /** @description Received. */
                    received: number;
                };
                /** @description The share that is shown first. */
                rate: {
                    /** @description Those on time. */
                    on_time: number;
                    /** @description All of them. */
                    all: number;
                    /** @description The one by the other, cut to four decimals; null where there is none. */
                    ratio: number | null;
                    /** @description Whether it keeps the target; null where there is none. */
                    meets: boolean | null;
                };
                /** @description Whether the target can still be kept. */
                outlook: {
                    /** @description In a word. */
                    state: string;
                    /** @description The best that is left. */
                    best: {
                        /** @description Those on time. */
                        on_time: number;
                        /** @description All of them. */
                        all: number;
                        /** @description The one by the other, cut to four decimals; null where there is none. */
                        ratio: number | null;
                    };
                    /** @description What it would be with the backlog finished. */
                    cleared: {
                        /** @description Those on time. */
                        on_time: number;
                        /** @description All of them. */
                        all: number;
                        /** @description The one by the other, cut to four decimals; null where there is none. */
                        ratio: number | null;
                    };
                    /** @description What is overdue. */
                    backlog: number;
                };
                /** @description Of what fell due in this month. */
                due_cohort: {
                    /** @description Those on time. */
                    on_time: number;
                    /** @description All of them. */
                    all: number;
                    /** @description The one by the other, cut to four decimals; null where there is none. */
                    ratio: number | null;
                };
                /** @description Of what index 766 counts in this month: on time, by our recount. */
                index766: {
                    /** @description Those on time. */
                    on_time: number;
                    /** @description All of them. */
                    all: number;
                    /** @description The one by the other, cut to four decimals; null where there is none. */
                    ratio: number | null;
                };
                /** @description How many may be late. */
                late_budget: {
                    /** @description Due in the whole month, as known now. */
                    due: number;
                    /** @description The most that may be late. */
                    allowed: number;
                    /** @description Late already. */
                    late: number;
                    /** @description What is left; below zero: exceeded. */
                    left: number;
                    /** @description How many more on time would restore the target; null: no number would. */
                    needs_on_time: number | null;
                    /** @description In a word. */
                    state: string;
                };
            }[];
        };
        /** @description What the board shows now, with the rows that have changed since. */
        live_change: {
            /**
             * Format: date-time
             * @description The instant shown.
             */
            now: string;
            /** @description How many seconds of the daemon's clock go by in one. */
            clock_speed: number;
            /** @description Whether the ledger is marked as simulated. */
            simulated: boolean;
            /** @description Whether now is working time; null where the calendar does not know. */
            office_open: boolean | null;
            /** @description Whose figures these are. */
            site: {
                /** @description The province. */
                province: string;
                /** @description Its English name. */
                province_en: string;
                /** @description The centre that shows them. */
                centre: string;
                /** @description Its English name. */
                centre_en: string;
            };
            /** @description How far the record went. */
            position: {
                /** @description The number of the last event. */
                seq: number;
                /**
                 * Format: date-time
                 * @description When it was recorded.
                 */
                at: string;
                /** @description The digest of the record up to there. */
                chain: string;
            };
            /** @description By which due: promised or lawful. */
            basis: string;
            /** @description Whether the rules of index 766 were held against the portal. */
            index766_confirmed: boolean;
            /** @description Which share is shown first. */
            headline: string;
            /** @description The target of all. */
            target: {
                /** @description The share. */
                per_mille: number;
                /** @description Whether that share keeps the target: at_least, or above. */
                is: string;
            };
            /** @description The reporting month. */
            month: {
                /** @description Its name. */
                name: string;
                /**
                 * Format: date
                 * @description Its first day.
                 */
                from: string;
                /**
                 * Format: date
                 * @description Its last day.
                 */
                to: string;
            };
            /** @description The numbers of all. */
            total: {
                /** @description Open dossiers by their due. */
                open: {
                    /** @description Overdue by ten days or more. */
                    overdue_10wd_plus: number;
                    /** @description Overdue by three to nine days. */
                    overdue_3wd: number;
                    /** @description Overdue by less. */
                    overdue_1wd: number;
                    /** @description Due today. */
                    today: number;
                    /** @description Due on the next working day. */
                    "1wd": number;
                    /** @description Due in two or three. */
                    "3wd": number;
                    /** @description Due later. */
                    later: number;
                    /** @description The clock stands. */
                    suspended: number;
                    /** @description Without a due. */
                    unmeasurable: number;
                };
                /** @description All that are open. */
                open_total: number;
                /** @description Those overdue. */
                overdue: number;
                /** @description Those due today. */
                due_today: number;
                /** @description Submitted, and not received yet. */
                pending_acceptance: number;
                /** @description Heard of without a receipt. */
                without_receipt: number;
                /** @description What waits to be received or declined. */
                acceptance: {
                    /** @description All of them. */
                    waiting: number;
                    /** @description Those that have waited too long. */
                    waiting_late: number;
                };
                /** @description What happened today. */
                today: {
                    /** @description Finished before the due. */
                    early: number;
                    /** @description Finished on the due. */
                    on_time: number;
                    /** @description Finished after it. */
                    late: number;
                    /** @description Finished without a due. */
                    unmeasurable: number;
                    /** @description Received. */
                    received: number;
                };
                /** @description What happened in this month. */
                month: {
                    /** @description Finished before the due. */
                    early: number;
                    /** @description Finished on the due. */
                    on_time: number;
                    /** @description Finished after it. */
                    late: number;
                    /** @description Finished without a due. */
                    unmeasurable: number;
                    /** @description Received. */
                    received: number;
                };
                /** @description The share that is shown first. */
                rate: {
                    /** @description Those on time. */
                    on_time: number;
                    /** @description All of them. */
                    all: number;
                    /** @description The one by the other, cut to four decimals; null where there is none. */
                    ratio: number | null;
                    /** @description Whether it keeps the target; null where there is none. */
                    meets: boolean | null;
                };
                /** @description Whether the target can still be kept. */
                outlook: {
                    /** @description In a word. */
                    state: string;
                    /** @description The best that is left. */
                    best: {
                        /** @description Those on time. */
                        on_time: number;
                        /** @description All of them. */
                        all: number;
                        /** @description The one by the other, cut to four decimals; null where there is none. */
                        ratio: number | null;
                    };
                    /** @description What it would be with the backlog finished. */
                    cleared: {
                        /** @description Those on time. */
                        on_time: number;
                        /** @description All of them. */
                        all: number;
                        /** @description The one by the other, cut to four decimals; null where there is none. */
                        ratio: number | null;
                    };
                    /** @description What is overdue. */
                    backlog: number;
                };
                /** @description Of what fell due in this month. */
                due_cohort: {
                    /** @description Those on time. */
                    on_time: number;
                    /** @description All of them. */
                    all: number;
                    /** @description The one by the other, cut to four decimals; null where there is none. */
                    ratio: number | null;
                };
                /** @description Of what index 766 counts in this month: on time, by our recount. */
                index766: {
                    /** @description Those on time. */
                    on_time: number;
                    /** @description All of them. */
                    all: number;
                    /** @description The one by the other, cut to four decimals; null where there is none. */
                    ratio: number | null;
                };
                /** @description How many may be late. */
                late_budget: {
                    /** @description Due in the whole month, as known now. */
                    due: number;
                    /** @description The most that may be late. */
                    allowed: number;
                    /** @description Late already. */
                    late: number;
                    /** @description What is left; below zero: exceeded. */
                    left: number;
                    /** @description How many more on time would restore the target; null: no number would. */
                    needs_on_time: number | null;
                    /** @description In a word. */
                    state: string;
                };
            };
            /** @description How recent the figures are. */
            data: {
                /** @description In a word. */
                freshness: string;
                /**
                 * Format: date-time
                 * @description When the newest event happened; null: there is none.
                 */
                newest_event: string | null;
                /** @description Working time since then. */
                working_seconds: number;
                /** @description After how much of it the data is late. */
                late_after: number;
                /** @description After how much of it the data is stale. */
                stale_after: number;
            };
            /** @description Whether events can be taken in. */
            health: {
                /** @description Whether they can. */
                ready: boolean;
                /** @description What is wrong with the ledger, in a word. */
                ledger: string;
                /** @description The same in a sentence. */
                detail: string;
                /** @description For how long a write has been stuck. */
                seconds: number;
                /** @description ok, jumped or behind_ledger. */
                clock: string;
                /** @description By how much. */
                clock_seconds: number;
            };
            /** @description A row for each, by code. */
            agencies: {
                /** @description Its code. */
                code: string;
                /** @description Its name. */
                name: string;
                /** @description Its English name, where there is one. */
                name_en: string;
                /** @description Its target. */
                target: {
                    /** @description The share. */
                    per_mille: number;
                    /** @description Whether that share keeps the target: at_least, or above. */
                    is: string;
                };
                /** @description Open dossiers by their due. */
                open: {
                    /** @description Overdue by ten days or more. */
                    overdue_10wd_plus: number;
                    /** @description Overdue by three to nine days. */
                    overdue_3wd: number;
                    /** @description Overdue by less. */
                    overdue_1wd: number;
                    /** @description Due today. */
                    today: number;
                    /** @description Due on the next working day. */
                    "1wd": number;
                    /** @description Due in two or three. */
                    "3wd": number;
                    /** @description Due later. */
                    later: number;
                    /** @description The clock stands. */
                    suspended: number;
                    /** @description Without a due. */
                    unmeasurable: number;
                };
                /** @description All that are open. */
                open_total: number;
                /** @description Those overdue. */
                overdue: number;
                /** @description Those due today. */
                due_today: number;
                /** @description Submitted, and not received yet. */
                pending_acceptance: number;
                /** @description Heard of without a receipt. */
                without_receipt: number;
                /** @description What waits to be received or declined. */
                acceptance: {
                    /** @description All of them. */
                    waiting: number;
                    /** @description Those that have waited too long. */
                    waiting_late: number;
                };
                /** @description What happened today. */
                today: {
                    /** @description Finished before the due. */
                    early: number;
                    /** @description Finished on the due. */
                    on_time: number;
                    /** @description Finished after it. */
                    late: number;
                    /** @description Finished without a due. */
                    unmeasurable: number;
                    /** @description Received. */
                    received: number;
                };
                /** @description What happened in this month. */
                month: {
                    /** @description Finished before the due. */
                    early: number;
                    /** @description Finished on the due. */
                    on_time: number;
                    /** @description Finished after it. */
                    late: number;
                    /** @description Finished without a due. */
                    unmeasurable: number;
                    /** @description Received. */
                    received: number;
                };
                /** @description The share that is shown first. */
                rate: {
                    /** @description Those on time. */
                    on_time: number;
                    /** @description All of them. */
                    all: number;
                    /** @description The one by the other, cut to four decimals; null where there is none. */
                    ratio: number | null;
                    /** @description Whether it keeps the target; null where there is none. */
                    meets: boolean | null;
                };
                /** @description Whether the target can still be kept. */
                outlook: {
                    /** @description In a word. */
                    state: string;
                    /** @description The best that is left. */
                    best: {
                        /** @description Those on time. */
                        on_time: number;
                        /** @description All of them. */
                        all: number;
                        /** @description The one by the other, cut to four decimals; null where there is none. */
                        ratio: number | null;
                    };
                    /** @description What it would be with the backlog finished. */
                    cleared: {
                        /** @description Those on time. */
                        on_time: number;
                        /** @description All of them. */
                        all: number;
                        /** @description The one by the other, cut to four decimals; null where there is none. */
                        ratio: number | null;
                    };
                    /** @description What is overdue. */
                    backlog: number;
                };
                /** @description Of what fell due in this month. */
                due_cohort: {
                    /** @description Those on time. */
                    on_time: number;
                    /** @description All of them. */
                    all: number;
                    /** @description The one by the other, cut to four decimals; null where there is none. */
                    ratio: number | null;
                };
                /** @description Of what index 766 counts in this month: on time, by our recount. */
                index766: {
                    /** @description Those on time. */
                    on_time: number;
                    /** @description All of them. */
                    all: number;
                    /** @description The one by the other, cut to four decimals; null where there is none. */
                    ratio: number | null;
                };
                /** @description How many may be late. */
                late_budget: {
                    /** @description Due in the whole month, as known now. */
                    due: number;
                    /** @description The most that may be late. */
                    allowed: number;
                    /** @description Late already. */
                    late: number;
                    /** @description What is left; below zero: exceeded. */
                    left: number;
                    /** @description How many more on time would restore the target; null: no number would. */
                    needs_on_time: number | null;
                    /** @description In a word. */
                    state: string;
                };
            }[];
            /** @description Codes of agencies that have no number any more. */
            gone: string[];
        };
        /** @description Who asks. */
        me: {
            /** @description The name of the token, or the login; empty where none is needed. */
            name: string;
            /** @description ingest, viewer, clerk, auditor, metrics, wall or admin. */
            role: string;
            /** @description The agencies it is bound to; none: it sees all. */
            agencies: string[];
        };
        /** @description Why a request was refused, as of RFC 9457. */
        problem: {
            /** @description about:blank: the status says what kind it is. */
            type: string;
            /** @description The status in words. */
            title: string;
            /** @description The status of HTTP. */
            status: number;
            /** @description What was wrong, where, what was expected and what was found. */
            detail: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
