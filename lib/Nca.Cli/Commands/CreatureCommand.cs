using System.CommandLine;
using System.Text;
using Nca.Figures.Model;
using Nca.Runs;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca creature</c>: stored runs as living creatures on a page of their own.</summary>
internal static class CreatureCommand
{
    private const int MostCreatures = 12;

    public static Command Create()
    {
        var runs = new Option<string[]>("--run")
        {
            Description = "Folder of a run; repeat it to show several creatures side by side.",
            Required = true,
        };
        var output = new Option<string>("--out") { Description = "The page to write, for example creature.html.", Required = true };
        var names = new Option<string[]>("--name") { Description = "Name of a creature, in the order of the runs." };
        var grid = new Option<int?>("--grid") { Description = "Rows and columns of the grid instead of the target's." };
        var fireRate = new Option<double?>("--fire-rate") { Description = "Fire rate instead of the trained one." };
        var command = new Command("creature", "Writes one page on which trained creatures live and can be touched.")
        {
            runs,
            output,
            names,
            grid,
            fireRate,
        };
        command.SetAction(
            (parsed, _) =>
                Task.FromResult(
                    Run(
                        parsed.GetRequiredValue(runs),
                        parsed.GetRequiredValue(output),
                        parsed.GetValue(names) ?? [],
                        parsed.GetValue(grid),
                        parsed.GetValue(fireRate)
                    )
                )
        );
        return command;
    }

    private static int Run(string[] folders, string output, string[] names, int? grid, double? fireRate)
    {
        if (folders.Length > MostCreatures)
            throw new InvalidConfigException($"{folders.Length} runs are too many for one page; allowed: 1 to {MostCreatures}.");
        if (names.Length > folders.Length)
            throw new InvalidConfigException(
                $"--name is given {names.Length} times for {folders.Length} run{(folders.Length == 1 ? "" : "s")}; give it at "
                    + "most once for each --run."
            );
        if (grid is not null and (< 8 or > 256))
            throw new InvalidConfigException($"--grid {grid} is not possible; allowed: 8 to 256.");
        if (fireRate is not null and not (> 0 and <= 1))
            throw new InvalidConfigException($"--fire-rate {fireRate} is not possible; allowed: above 0 up to 1.");
        if (Directory.Exists(output))
            throw new InvalidConfigException(
                $"--out {output} is a folder; name a file in it, say {Path.Combine(output, "creature.html")}."
            );
        OutputPlace.Require(output, "--out");
        var creatures = folders
            .Select(
                (folder, index) =>
                    Creature.Of(
                        StoredRun.Load(folder),
                        index < names.Length ? names[index]
                            : folders.Length > 1 ? Path.GetFileName(Path.GetFullPath(folder))
                            : null
                    )
            )
            .ToArray();
        var page = new LivingCreatures
        {
            Title = creatures.Length == 1 ? $"A living creature: {creatures[0].Name}" : "Living creatures",
            Caption =
                creatures.Length == 1
                    ? $"Every cell of the grid computes the same small rule of {creatures[0].Trained.Weights.Values.Length:N0} numbers "
                        + "and sees only its neighbours. Erase a part and watch what happens."
                    : "One clock, one hand: what is erased in one creature is erased in all of them.",
            Creatures = creatures,
            Grid = grid,
            FireRate = fireRate,
        }.ToPage();
        var bytes = Encoding.UTF8.GetBytes(page);
        AtomicFile.Write(output, bytes);
        System.Console.WriteLine(
            $"{Suite.Shorten(Path.GetFullPath(output))}: {bytes.Length / 1000.0:0.0} kB, "
                + $"{string.Join(", ", creatures.Select(creature => creature.Name))}"
        );
        return 0;
    }
}
