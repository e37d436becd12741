using System.CommandLine;
using Nca.Cli;
using Nca.Cli.Commands;
using Nca.Notebooks;
using Nca.Notebooks.Execution;
using Nca.Runs;
using Nca.Targets;
using Nca.Training;

var channel = new Argument<string>("channel");
var execute = new Command(Suite.ChildVerb) { channel };
execute.Hidden = true;
execute.SetAction((parsed, _) => ChildExecution.RunAsync(parsed.GetRequiredValue(channel)));

var root = new RootCommand("nca: neural cellular automata, from notebooks to reports.")
{
    RunCommand.Create(),
    CompareCommand.Create(),
    TrainCommand.Create(),
    GrowCommand.Create(),
    CreatureCommand.Create(),
    BenchCommand.Create(),
    VerifyCommand.Create(),
    StudyCommand.Create(),
    execute,
};
try
{
    // A notebook or a training that is interrupted keeps what it has and says so, which takes longer than the two seconds that are usual.
    return await root.Parse(args)
        .InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(2) }
        );
}
catch (Exception error)
    when (error
            is NotebookException
                or InvalidConfigException
                or TargetException
                or RunException
                or TrainingFailedException
                or DllNotFoundException
    )
{
    System.Console.Error.WriteLine(error.Message);
    return 1;
}
