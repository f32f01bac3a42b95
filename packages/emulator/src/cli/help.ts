/** The commands; `signalr-emulator <command> --help` shows the details. */
export const overview = `Azure SignalR Service on your machine.

Usage: signalr-emulator <command> [options]

  start         Start the emulator and show its activity
  send          Send a message to clients
  connections   List the connections of a running emulator
  groups        List the groups of a running emulator
  close         Close connections

  signalr-emulator start                               start; the first line is the connection string
  signalr-emulator send chat newMessage '"hello"'      call newMessage("hello") on every client of the hub chat
  signalr-emulator <command> --help                    options and examples of a command

  signalr-emulator --version                           print the version

Exit codes: 0 success, 1 failure, 2 invalid command line.
`;

export const startHelp = `Start the emulator and show its activity.

Usage: signalr-emulator start [options]

Network
  -p, --port N          Port to listen on; 0 picks a free port (default 8888)
      --host ADDR       Address to listen on (default 127.0.0.1); addresses other than loopback require
                        --access-key, --generate-access-key or --allow-public-key
      --allowed-host NAME
                        Accept requests for this host name; may be repeated

Access
      --access-key KEY  Access key; may be repeated, the first key is part of the connection string
      --generate-access-key
                        Generate an access key and print it in the connection string
      --allow-public-key
                        Allow the public access key on addresses other than loopback, as in a container
      --allowed-origin ORIGIN
                        Let pages of this origin connect, such as https://app.example, or * for any; may be
                        repeated. Loopback pages are always allowed; with your own key, any origin is
                        allowed by default
      --strict-audience Accept only tokens whose audience equals the request URL
      --accept-unvalidated-entra-tokens
                        Accept any Microsoft Entra token on REST calls without validating it; only on
                        loopback

Upstream
  -c, --config FILE     settings.json with UpstreamSettings; reloaded when it changes
      --no-upstream MODE
                        What to do with calls that no upstream handles: error (default), ignore or
                        disconnect

Faults
      --fault FAULT     [OPERATION=]STATUS[:RATE] or reset; may be repeated, the first match applies
      --fault-seed N    Reproduce which requests are hit by faults with a rate; the seed is logged at start
      --latency MS      Delay each request: 100, or 50..200 for a random delay in this range

Inspector
      --no-inspector    Disable the inspector page
      --inspector       Enable the inspector page even if --host is not loopback

Output
      --json            Print one JSON object per line instead of text
  -q, --quiet           Print only the connection string, warnings and errors
  -h, --help            Show this help

The first line of output is always the connection string. Press Ctrl-C to stop.

Examples
  signalr-emulator start
  signalr-emulator start --port 0 --quiet
  signalr-emulator start --config settings.json
  signalr-emulator start --fault 429:0.1 --fault sendToUser=503 --latency 50..200
  signalr-emulator start --json | tail -n +2 | jq 'select(.kind == "request" and .status >= 400)'
`;

const connection = `      --connection-string CS
                        Service to call (default: the emulator at http://127.0.0.1:8888 with the public access key)
  -p, --port N          Call the emulator on this port of 127.0.0.1, with the public access key`;

export const sendHelp = `Send a message to clients.

Usage: signalr-emulator send <hub> <target> [arguments…] [options]

Arguments are parsed as JSON; an argument that is not valid JSON is sent as a string. Put '--' before arguments that start with a dash.

      --group NAME      Send only to the members of a group
      --user ID         Send only to the connections of a user
      --connection ID   Send only to this connection
      --exclude ID      Do not send to this connection; may be repeated
${connection}
  -h, --help            Show this help

Examples
  signalr-emulator send chat newMessage hello
  signalr-emulator send chat newMessage '{"text":"hi"}' 42 --user ada
  signalr-emulator send chat refresh --group room-1 --exclude 3OsQDr3nhAJYbrGzGDI4KA
  signalr-emulator send chat temperature --user ada -- -5
`;

export const connectionsHelp = `List the connections of a running emulator.

Usage: signalr-emulator connections [hub] [options]

      --group NAME      List only the members of a group; requires a hub
      --json            Print one JSON object per line
${connection}
  -h, --help            Show this help

Without --group, this works only with the emulator: the service can list only the members of a group.

Examples
  signalr-emulator connections
  signalr-emulator connections chat --group room-1
  signalr-emulator connections chat --json | jq -r .connectionId
`;

export const groupsHelp = `List the groups that have connections in a running emulator.

Usage: signalr-emulator groups [hub] [options]

      --json            Print one JSON object per line
${connection}
  -h, --help            Show this help

Examples
  signalr-emulator groups
  signalr-emulator groups chat --port 9000
`;

export const closeHelp = `Close connections.

Usage: signalr-emulator close <hub> (--connection ID | --group NAME | --user ID | --all) [options]

      --connection ID   Close this connection
      --group NAME      Close the connections in a group
      --user ID         Close the connections of a user
      --all             Close all connections of the hub
      --exclude ID      Do not close this connection; may be repeated
      --reason TEXT     Reason that the clients receive
${connection}
  -h, --help            Show this help

Examples
  signalr-emulator close chat --user ada --reason "signed out"
  signalr-emulator close chat --all
`;
