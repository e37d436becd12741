using System.CommandLine;
using System.Text;
using Nca.Notebooks;

namespace Nca.Cli.Commands;

/// <summary><c>nca new</c>: a folder of notebooks that run with this program, wherever it is.</summary>
internal static class NewCommand
{
    private const string NotebookFolder = "notebooks";

    private const string MarkerText = """
        This file marks a folder that nca new laid. The notebooks in notebooks/ save their figures to figures/, nca run writes its
        reports to figures/reports/, and what is trained here is kept in runs/. All of it is yours.

        """;

    public static Command Create()
    {
        var folder = new Argument<string?>("folder")
        {
            Description = "The folder to create; with --relink, one that was created before, this one by default.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var notebooks = new Option<string[]>("--notebook", "-n") { Description = "Only this notebook (04-training); repeatable." };
        var relink = new Option<bool>("--relink")
        {
            Description = "Points the notebooks of a study to the library where nca is now, after an update or a move.",
        };
        var command = new Command("new", "Creates a folder with the notebooks, to change and run. Overwrites nothing.")
        {
            folder,
            notebooks,
            relink,
        };
        command.SetAction(parsed =>
        {
            var place = parsed.GetValue(folder);
            if (Suite.Program.Contains('"', StringComparison.Ordinal))
                throw new NotebookException($"A notebook cannot name {Suite.Program}: install nca into a folder without quotation marks.");
            if (parsed.GetValue(relink))
                Relink(Path.GetFullPath(place ?? "."));
            else
                Lay(
                    Path.GetFullPath(place ?? throw new NotebookException("Name the folder to lay: nca new my-study.")),
                    Chosen(parsed.GetValue(notebooks) ?? [])
                );
            return 0;
        });
        return command;
    }

    private static string[] Chosen(string[] names)
    {
        var shipped = Suite.ShippedNotebooks();
        return names.Length == 0
            ? shipped
            :
            [
                .. names
                    .Select(name =>
                        shipped.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == Path.GetFileNameWithoutExtension(name))
                        ?? throw new NotebookException(
                            $"There is no notebook {name}; choose from "
                                + $"{string.Join(", ", shipped.Select(Path.GetFileNameWithoutExtension))}."
                        )
                    )
                    .Distinct(),
            ];
    }

    private static void Lay(string folder, string[] notebooks)
    {
        var marker = Path.Combine(folder, StudyFolder.Marker);
        var files = notebooks.ToDictionary(
            file => Path.Combine(folder, NotebookFolder, Path.GetFileName(file)),
            file => LaidNotebook.Linked(File.ReadAllText(file), Suite.Program)
        );
        if (files.Keys.FirstOrDefault(Path.Exists) is { } taken)
            throw new NotebookException($"{Suite.Shorten(taken)} is there already, and is left as it is; name another folder.");
        if (!File.Exists(marker))
            files.Add(marker, MarkerText);
        foreach (var file in files.Keys)
            OutputPlace.Require(file, "nca new:");
        foreach (var (file, text) in files)
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(text));
        System.Console.WriteLine(
            $"{Suite.Shorten(folder)}: {Counted(notebooks.Length)} in {NotebookFolder}/. Change into it and type nca run, or open a "
                + "notebook in your editor."
        );
    }

    private static void Relink(string folder)
    {
        var study = StudyFolder.Above(folder) ?? throw new NotebookException($"{folder} is in no folder that nca new laid; name one.");
        var notebooks = Path.Combine(study, NotebookFolder);
        var changed = 0;
        foreach (var file in Directory.Exists(notebooks) ? Directory.GetFiles(notebooks, "*.dib") : [])
        {
            var text = File.ReadAllText(file);
            var linked = LaidNotebook.Linked(text, Suite.Program);
            if (linked == text)
                continue;
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(linked));
            changed++;
        }

        System.Console.WriteLine(
            $"{Suite.Shorten(study)}: {Counted(changed)} now {(changed == 1 ? "loads" : "load")} the library from {Suite.Program}."
        );
    }

    private static string Counted(int notebooks) => notebooks == 1 ? "1 notebook" : $"{notebooks} notebooks";
}
