using System.Globalization;
using System.Text;

namespace Nca.Sweeps.Slurm;

/// <summary>One job array that trains the cells of a sweep on a Slurm cluster.</summary>
internal sealed record SlurmJob
{
    /// <summary>The sweep's folder, which all nodes share; a full path.</summary>
    public required string Folder { get; init; }

    /// <summary>Numbers of the cells that are to be trained.</summary>
    public required IReadOnlyList<int> Cells { get; init; }

    /// <summary>The program and its first arguments, as a node can call it.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>The partition; the cluster's default where it is null.</summary>
    public string? Partition { get; init; }

    /// <summary>Time limit of a cell, as Slurm writes it; the partition's where it is null.</summary>
    public string? Time { get; init; }

    /// <summary>The account; the user's default where it is null.</summary>
    public string? Account { get; init; }

    /// <summary>Cells that run at a time, at most; all that fit where it is null.</summary>
    public int? MostAtOnce { get; init; }

    /// <summary>Lines that every task runs first, such as <c>module load</c>.</summary>
    public string Setup { get; init; } = "";

    /// <summary>Seconds before its end at which a task is told, so that it writes its checkpoint.</summary>
    public int Warning { get; init; } = 60;

    /// <summary>
    /// The script for <c>sbatch</c>. A task that is told to end writes its checkpoint and puts itself back into the queue.
    /// </summary>
    public string Script()
    {
        var lines = new StringBuilder("#!/bin/bash\n");
        Option("job-name", "nca-sweep");
        Option("array", Ranges(Cells) + (MostAtOnce is { } most ? $"%{most}" : ""));
        Option("output", $"{Folder}/slurm/%A_%a.out");
        Option("open-mode", "append");
        Option("ntasks", "1");
        Option("cpus-per-task", "1");
        Option("signal", $"B:TERM@{Warning}");
        lines.Append("#SBATCH --requeue\n");
        Option("partition", Partition);
        Option("time", Time);
        Option("account", Account);
        if (Setup.Length > 0)
            lines.Append('\n').Append(Setup.TrimEnd()).Append('\n');
        var program = string.Join(' ', Program.Select(Quoted));
        lines.Append(
            CultureInfo.InvariantCulture,
            $$"""

            {{program}} sweep task {{Quoted(Folder)}} --index "$SLURM_ARRAY_TASK_ID" &
            child=$!
            trap 'kill -TERM "$child"' TERM INT
            wait "$child"; code=$?
            # A signal ends the first wait at once; the second one waits for the checkpoint.
            if kill -0 "$child" 2>/dev/null; then wait "$child"; code=$?; fi
            if [ "$code" -eq 143 ] || [ "$code" -eq 130 ] || [ "$code" -eq {{Held}} ]; then
              scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
            fi
            exit "$code"

            """
        );
        return lines.ToString();

        void Option(string name, string? value)
        {
            if (value is not null)
                lines.Append(CultureInfo.InvariantCulture, $"#SBATCH --{name}={value}\n");
        }
    }

    /// <summary>Exit code of a task whose cell somebody else holds, such as a node that went silent: it is tried again later.</summary>
    public const int Held = 75;

    /// <summary>Numbers as Slurm writes them: <c>0-3,7</c>.</summary>
    /// <param name="numbers">The numbers, ascending.</param>
    public static string Ranges(IReadOnlyList<int> numbers)
    {
        var parts = new List<string>();
        for (var first = 0; first < numbers.Count;)
        {
            var last = first;
            while (last + 1 < numbers.Count && numbers[last + 1] == numbers[last] + 1)
                last++;
            parts.Add(first == last ? $"{numbers[first]}" : $"{numbers[first]}-{numbers[last]}");
            first = last + 1;
        }

        return string.Join(',', parts);
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
