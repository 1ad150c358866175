# Ends the servers recorded in a folder, and removes the folder, once the process that started them
# is gone: also after a kill -9, which no destructor survives.
# Arguments: the owner's process id, its start time (ticks since boot), the folder.
owner=$1 started=$2 home=$3

start_of() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

while [ "$(start_of "$owner")" = "$started" ]; do
    [ -d "$home" ] || exit 0
    sleep 0.5
done

for record in "$home"/*.pid; do
    [ -f "$record" ] || continue
    read -r pid since <"$record"
    if [ "$(start_of "$pid")" = "$since" ]; then kill -KILL "$pid"; fi
done

# PostgreSQL's children notice the death of their parent and write a little more.
for _ in 1 2 3 4 5; do
    rm -rf "$home" 2>/dev/null && exit 0
    sleep 0.5
done
