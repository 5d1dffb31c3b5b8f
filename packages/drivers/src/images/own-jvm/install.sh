# Builds what an app's pom.xml says: install.sh pom.xml|none [jar]. Where no jar is named, app.jar is the one that can be run.
set -e
[ "$1" = pom.xml ] || exit 0
jar=$2

modules() { find . -name pom.xml -not -path '*/src/*' -exec dirname {} \;; }
# What was built elsewhere, and would be taken for what is built here.
for module in $(modules); do rm -rf "$module/target"; done
# Maven copies no resource without a time, as the files of a build's context are.
find . -type f -exec touch {} +

# What is wrong would be pushed out by the help that it shows.
mvn --batch-mode --no-transfer-progress -Dstyle.color=never -DskipTests package > /tmp/maven.log 2>&1 || {
  sed '/^\[ERROR\] \(To see the full\|Re-run Maven\|For more information\|\[Help\|-> \[Help\| *$\)/d' /tmp/maven.log
  exit 1
}

can_run() { unzip -p "$1" META-INF/MANIFEST.MF 2> /dev/null | grep -q '^Main-Class:'; }
if [ -n "$jar" ]; then
  [ -f "$jar" ] && exit 0
  echo "expected $jar, which stackbench.json names, and Maven made: $(find . -path '*/target/*.jar' | sort | tr '\n' ' ')"
  exit 1
fi
found=
for module in $(modules); do
  for made in "$module"/target/*.jar; do
    case "$made" in */original-*.jar | *-sources.jar | *-javadoc.jar | *-tests.jar) continue ;; esac
    if can_run "$made"; then found="$found ${made#./}"; fi
  done
done
set -- $found
if [ $# -ne 1 ]; then
  echo "expected Maven to make one jar that can be run (with a Main-Class), got $#:$found. Say which in stackbench.json, such as \"entry\": \"server/target/server.jar\""
  exit 1
fi
ln -s "$1" app.jar
